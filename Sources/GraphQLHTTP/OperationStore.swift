import EventLoop
import GraphQL

/// An operation, and where its requests are counted.
struct MeteredOperation: Sendable {
    let operation: PreparedOperation
    let meter: RequestMeter
    /// A hash of document and operation name; empty where answers may not be reused.
    var identity: [UInt8] = []
}

/// A request's operation, ready to run.
struct FoundOperation: Sendable {
    let metered: MeteredOperation
    /// An object, or null.
    let variables: JSONValue
    /// Whether the document was known already.
    let isCached: Bool

    var operation: PreparedOperation { metered.operation }
}

/// Where a request's operation comes from.
enum OperationLookup {
    case found(FoundOperation)
    /// The document is named, and may have to be fetched.
    case named(NamedRequest)
}

/// What a request asks for.
enum RequestLookup {
    case one(OperationLookup)
    /// What is wrong with one request of a batch does not concern the others.
    case batch([Result<OperationLookup, RequestFailure>])
}

/// The prepared operations of one loop: known documents are found by their raw bytes, new ones prepared and kept.
///
/// Whoever looks for one may say what refuses documents that would have to be prepared (`limit`).
final class OperationStore<Context: AnyObject & Sendable>: Sendable {
    private let engine: Engine<Context>
    let trusted: TrustedDocuments?
    let persisted: PersistedDocuments?
    private let maximumBatch: Int?
    private let cache: LoopBound<DocumentCache<MeteredOperation>>
    private let meter = DocumentCacheMeter()
    private let meters: LoopBound<RequestMeters>

    /// A plan's memory for each byte of its document, as estimated.
    private static var planBytesPerDocumentByte: Int { 24 }

    init(loop: EventLoop, engine: Engine<Context>, configuration: GraphQLHTTPConfiguration) {
        self.engine = engine
        trusted = configuration.trustedDocuments
        persisted = configuration.persistedDocuments
        maximumBatch = configuration.maximumBatch
        cache = LoopBound(loop, DocumentCache(capacity: configuration.documentCacheSize))
        meters = LoopBound(loop, RequestMeters(loop: loop))
    }

    /// Any thread.
    var statistics: DocumentCacheStatistics { meter.read() }

    /// By the operation's name. Loop thread only.
    var requestStatistics: [String: RequestStatistics] { meters.withValue { $0.statistics } }

    /// Counts the requests that reach no operation.
    var meterOfNone: RequestMeter { meters.withValue { $0.none } }

    /// The operation of a JSON body.
    func find(body: Span<UInt8>, limit: () -> RequestFailure?) throws(RequestFailure) -> OperationLookup {
        let parameters = try BodyParameters(body)
        if parameters.mayNameDocument, let named = try parameters.named(in: body) { return .named(named) }
        guard let query = parameters.query else { throw BodyParameters.noQuery }
        let name = parameters.operationName ?? 0..<0
        let text = query.lowerBound + 1..<query.upperBound - 1
        let key = DocumentKey(.escaped, document: body.extracting(text), operationName: body.extracting(name))
        let variables = try parameters.optional(parameters.variables, of: body) ?? .null
        if let known = known(key) {
            return .found(FoundOperation(metered: known, variables: variables, isCached: true))
        }
        if let failure = limit() { throw failure }
        let document = try parameters.value(at: query, of: body).string ?? ""
        let operationName = try parameters.optional(parameters.operationName, of: body)?.string
        let operation = try prepare(Source(document), operationName, key)
        return .found(FoundOperation(metered: operation, variables: variables, isCached: false))
    }

    /// What a request's body asks for: one operation, or an array of them.
    func find(request body: Span<UInt8>, limit: () -> RequestFailure?) throws(RequestFailure) -> RequestLookup {
        guard BatchParameters.isArray(body) else { return .one(try find(body: body, limit: limit)) }
        let batch = try BatchParameters(body, maximum: maximumBatch)
        return .batch(
            batch.requests.map { place in
                do throws(RequestFailure) {
                    return .success(try find(body: body.extracting(place), limit: limit))
                } catch {
                    return .failure(error)
                }
            })
    }

    /// The operation of a lookup, fetched if it has to be.
    func find(
        _ lookup: OperationLookup, limit: () -> RequestFailure?
    ) async throws(RequestFailure) -> FoundOperation {
        switch lookup {
        case .found(let operation): operation
        case .named(let request): try await find(request, limit: limit)
        }
    }

    /// The operation of a GET request.
    func find(url parameters: URLParameters, limit: () -> RequestFailure?) throws(RequestFailure) -> OperationLookup {
        if let named = try parameters.named { return .named(named) }
        guard let query = parameters.query else { throw URLParameters.noQuery }
        let name = parameters.operationName ?? []
        let key = DocumentKey(.plain, document: query.span, operationName: name.span)
        if let known = known(key) {
            return .found(FoundOperation(metered: known, variables: parameters.variables, isCached: true))
        }
        if let failure = limit() { throw failure }
        let operationName = parameters.operationName.map { String(decoding: $0, as: UTF8.self) }
        let operation = try prepare(Source(query), operationName, key)
        return .found(FoundOperation(metered: operation, variables: parameters.variables, isCached: false))
    }

    func known(_ key: borrowing DocumentKey) -> MeteredOperation? {
        let operation = cache.withValue { $0.find(key) }
        if operation == nil { meter.miss() } else { meter.hit() }
        return operation
    }

    /// Forgets all; returns how many there were.
    func forgetAll() -> Int {
        cache.withValue { cache in
            defer {
                cache = DocumentCache(capacity: cache.capacity)
                meter.changed(count: 0, size: 0)
            }
            return cache.count
        }
    }

    /// Failed documents are not kept: they would push out those that work.
    func prepare(
        _ source: Source, _ operationName: String?, _ key: borrowing DocumentKey
    ) throws(RequestFailure) -> MeteredOperation {
        if let trusted, trusted.mode == .only, !trusted.contains(source) {
            throw .notTrusted("This server answers trusted documents only, and this is none of them.")
        }
        let operation: PreparedOperation
        do throws(RequestErrors) {
            operation = try engine.prepare(source, operationName: operationName)
        } catch {
            throw RequestFailure(error)
        }
        let isReusable = operation.cacheControl != nil
        let metered = MeteredOperation(
            operation: operation, meter: meters.withValue { $0.meter(ofOperation: operation.name) },
            identity: isReusable ? ContentHash.bytes(of: source.bytes + [0] + (operationName ?? "").utf8) : [])
        cache.withValue { cache in
            cache.insert(metered, under: key, size: operation.documentSize * Self.planBytesPerDocumentByte)
            meter.changed(count: cache.count, size: cache.size)
        }
        return metered
    }
}
