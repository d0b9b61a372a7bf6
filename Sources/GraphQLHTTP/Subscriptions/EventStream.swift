import GraphQL
import HTTPServer

/// Answers as server-sent events (HTML standard, section 9.2), one operation a request: the "distinct connections mode"
/// of GraphQL over SSE.
enum EventStream {
    static let mediaType = "text/event-stream"

    static func isAccepted(by accept: String?) -> Bool { !MediaRange.naming(mediaType, in: accept).isEmpty }

    static let headers = HTTPHeaders.streaming("text/event-stream; charset=utf-8")

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
