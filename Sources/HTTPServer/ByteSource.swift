/// Finished bytes that their owner lends to whoever sends them, so that a body needs no copy.
package protocol ByteSource: AnyObject, Sendable {
    /// The size in bytes; it never changes.
    var count: Int { get }
    /// Lends the bytes, which stay where they are as long as the owner lives.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension HTTPResponse.Body {
    /// The size in bytes; nil for what is streamed, whose size nobody knows.
    package var count: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .owned(let source): source.count
        case .stream, .openEnded, .webSocket: nil
        }
    }

    /// Lends the bytes; none of a stream.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .empty, .stream, .openEnded, .webSocket: try unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
        case .bytes(let bytes): try unsafe bytes.withUnsafeBytes(body)
        case .owned(let source): try unsafe source.withUnsafeBytes(body)
        }
    }
}
