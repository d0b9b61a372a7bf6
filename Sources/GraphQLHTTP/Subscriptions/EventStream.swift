import GraphQL
import HTTPServer

/// Answers as server-sent events (HTML standard, section 9.2), one operation a request: the "distinct connections mode"
/// of GraphQL over SSE.
enum EventStream {
    static let mediaType = "text/event-stream"

    /// Whether the client names the type; a client that takes anything is not asked to read a stream.
    static func isAccepted(by accept: String?) -> Bool {
        guard let accept else { return false }
        return MediaRange.list(accept).contains { $0.type == mediaType && $0.quality > 0 && $0.isUTF8 }
    }

    /// Caches and proxies pass it on as it comes.
    static let headers: HTTPHeaders = [
        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
        "X-Content-Type-Options": "nosniff",
    ]

    /// One answer. JSON as we write it has no line breaks.
    static func next(_ response: Response) -> [UInt8] {
        var event: [UInt8] = []
        event.reserveCapacity(response.bytes.count + 20)
        event += "event: next\ndata: ".utf8
        unsafe response.bytes.withUnsafeBytes { unsafe event.append(contentsOf: $0) }
        return event + "\n\n".utf8
    }

    /// Nothing follows. Without data a browser would pass over it.
    static let complete = Array("event: complete\ndata:\n\n".utf8)

    /// What readers skip: shows that the stream lives, or why it ends.
    static func comment(_ text: String = "") -> [UInt8] { Array(":\(text)\n\n".utf8) }
}
