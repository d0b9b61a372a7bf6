import EventLoop
import GraphQL

/// An operation, and where its requests are counted.
struct MeteredOperation: Sendable {
    let operation: PreparedOperation
    let meter: RequestMeter
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

/// The prepared operations of one loop: known documents are found by their raw bytes, new ones prepared and kept.
final class OperationStore<Context: AnyObject & Sendable>: Sendable {
    private let engine: Engine<Context>
    private let cache: LoopBound<DocumentCache<MeteredOperation>>
    private let meter = DocumentCacheMeter()
    private let meters: LoopBound<RequestMeters>

    /// A plan's memory for each byte of its document, as estimated.
    private static var planBytesPerDocumentByte: Int { 24 }

    init(loop: EventLoop, engine: Engine<Context>, capacity: Int) {
        self.engine = engine
        cache = LoopBound(loop, DocumentCache(capacity: capacity))
        meters = LoopBound(loop, RequestMeters(loop: loop))
    }

    /// Any thread.
    var statistics: DocumentCacheStatistics { meter.read() }

    /// By the operation's name. Loop thread only.
    var requestStatistics: [String: RequestStatistics] { meters.withValue { $0.statistics } }

    /// Counts the requests that reach no operation.
    var meterOfNone: RequestMeter { meters.withValue { $0.none } }

    /// The operation of a JSON body.
    func find(body: Span<UInt8>) throws(RequestFailure) -> FoundOperation {
        let parameters = try BodyParameters(body)
        let name = parameters.operationName ?? 0..<0
        let key = DocumentKey(
            .escaped, document: body.extracting(parameters.query), operationName: body.extracting(name))
        let variables = try parameters.variables.map { (range) throws(RequestFailure) in
            try parameters.value(at: range, of: body)
        }
        if let known = known(key) {
            return FoundOperation(metered: known, variables: variables ?? .null, isCached: true)
        }
        let quoted = parameters.query.lowerBound - 1..<parameters.query.upperBound + 1
        let document = try parameters.value(at: quoted, of: body).string ?? ""
        let operationName = try parameters.operationName.map { (range) throws(RequestFailure) in
            try parameters.value(at: range, of: body)
        }
        let operation = try prepare(Source(document), operationName?.string, key)
        return FoundOperation(metered: operation, variables: variables ?? .null, isCached: false)
    }

    /// The operation of a GET request.
    func find(url parameters: URLParameters) throws(RequestFailure) -> FoundOperation {
        let name = parameters.operationName ?? []
        let key = DocumentKey(.plain, document: parameters.query.span, operationName: name.span)
        if let known = known(key) {
            return FoundOperation(metered: known, variables: parameters.variables, isCached: true)
        }
        let operationName = parameters.operationName.map { String(decoding: $0, as: UTF8.self) }
        let operation = try prepare(Source(parameters.query), operationName, key)
        return FoundOperation(metered: operation, variables: parameters.variables, isCached: false)
    }

    private func known(_ key: borrowing DocumentKey) -> MeteredOperation? {
        let operation = cache.withValue { $0.find(key) }
        if operation == nil { meter.miss() } else { meter.hit() }
        return operation
    }

    /// Failed documents are not kept: they would push out those that work.
    private func prepare(
        _ source: Source, _ operationName: String?, _ key: borrowing DocumentKey
    ) throws(RequestFailure) -> MeteredOperation {
        let operation: PreparedOperation
        do throws(RequestErrors) {
            operation = try engine.prepare(source, operationName: operationName)
        } catch {
            throw RequestFailure(error)
        }
        let metered = MeteredOperation(
            operation: operation, meter: meters.withValue { $0.meter(ofOperation: operation.name) })
        cache.withValue { cache in
            cache.insert(metered, under: key, size: operation.documentSize * Self.planBytesPerDocumentByte)
            meter.changed(count: cache.count, size: cache.size)
        }
        return metered
    }
}
