import EventLoop
private import Glibc
import GraphQL
import HTTPServer

/// A complete answer that may be given again.
struct CachedAnswer: Sendable {
    let metered: MeteredOperation
    let body: StoredBytes
    /// In seconds, as clients are told.
    let maxAge: Int
    let madeAt: ContinuousClock.Instant
    /// When one request makes it anew while the others still get this one.
    let refreshAt: ContinuousClock.Instant
    let expiresAt: ContinuousClock.Instant
    /// `Cache-Control` and `Content-Language`.
    private let headers: HTTPHeaders
    /// Without its `W/`.
    private let opaqueTag: String

    /// An object that does not exist may do so any moment.
    static var maxAgeOfAbsence: Int { 10 }

    /// - Parameters:
    ///   - age: how long ago it was made.
    ///   - jitter: from 0 to 1: answers that were made together end apart.
    init(
        _ body: [UInt8], of metered: MeteredOperation, languages: String?, age: Duration = .zero,
        now: ContinuousClock.Instant, jitter: Double = .random(in: 0...1)
    ) {
        let limit = metered.operation.cacheControl?.maxAge ?? 0
        let maxAge = Self.lacksRoot(body) ? min(limit, Self.maxAgeOfAbsence) : limit
        self.metered = metered
        self.body = StoredBytes(body)
        self.maxAge = maxAge
        madeAt = now - age
        expiresAt = madeAt + .seconds(maxAge) * (0.95 + 0.05 * jitter)
        refreshAt = madeAt + .seconds(maxAge) * (0.8 + 0.1 * jitter)
        opaqueTag = "\"\(ContentHash.text(of: body).prefix(24))\""
        var headers: HTTPHeaders = ["Cache-Control": "public, max-age=\(maxAge)"]
        if let languages { headers.add("Content-Language", languages) }
        self.headers = headers
    }

    /// What `stored` gave; nil for anything else, and for what has ended.
    init?(stored bytes: [UInt8], of metered: MeteredOperation, languages: String?, now: ContinuousClock.Instant) {
        guard bytes.count > 8 else { return nil }
        let madeAt = bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
        // Clocks of servers may differ a little.
        let age = max(0, Int64(time(nil)) - madeAt)
        self.init(Array(bytes.dropFirst(8)), of: metered, languages: languages, age: .seconds(age), now: now)
        if expiresAt <= now { return nil }
    }

    /// When it was made, in seconds since 1970 and eight bytes, and the body.
    func stored(now: ContinuousClock.Instant) -> [UInt8] {
        let madeAt = Int64(time(nil)) - (now - madeAt).components.seconds
        return (0..<8).map { UInt8(truncatingIfNeeded: madeAt >> (8 * (7 - $0))) } + body.bytes
    }

    /// Whether a field of the root is null.
    private static func lacksRoot(_ body: [UInt8]) -> Bool {
        guard let data = try? JSONReader.members(of: body.span).first(where: { $0.name == "data" }),
            let fields = try? JSONReader.members(of: body.span.extracting(data.value))
        else { return true }
        return fields.contains { body[data.value.lowerBound + $0.value.lowerBound] == UInt8(ascii: "n") }
    }

    /// Adds what the head says of the answer's life.
    func addHeaders(to headers: inout HTTPHeaders, isStorable: Bool, now: ContinuousClock.Instant) {
        headers.add(self.headers)
        headers.add("Age", "\(max(0, (now - madeAt).components.seconds))")
        if isStorable { headers.add("ETag", "W/\(opaqueTag)") }
    }

    /// Whether a client has it already, by its `If-None-Match` (RFC 9110, section 13.1.2).
    func isKnown(by condition: String) -> Bool {
        condition.split(separator: ",").contains { tag in
            let tag = tag.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag) == opaqueTag
        }
    }
}

/// Bytes that a cache and the answers going out share.
final class StoredBytes: ByteSource {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try unsafe bytes.withUnsafeBytes(body)
    }
}
