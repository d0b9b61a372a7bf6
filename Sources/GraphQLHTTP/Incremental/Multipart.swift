import GraphQL
import HTTPServer

/// Answers that come in parts, each a part of one `multipart/mixed` body (RFC 2046, section 5.1; "Incremental Delivery
/// over HTTP").
///
/// The delimiter follows each part at once, so that a reader knows where the part ends without waiting for the next.
enum Multipart {
    static let mediaType = "multipart/mixed"

    /// Whether the client names the type. One that asks for the format of an earlier draft by `deferSpec` does not mean
    /// ours.
    static func isAccepted(by accept: String?) -> Bool {
        MediaRange.naming(mediaType, in: accept).contains { $0["deferspec"] == nil }
    }

    static let headers = HTTPHeaders.streaming("multipart/mixed; boundary=\"-\"")

    /// In front of the first part.
    static let begin = Array("\r\n---".utf8)

    static func part(_ response: Response) -> [UInt8] {
        var part: [UInt8] = []
        part.reserveCapacity(response.bytes.count + 80)
        part += "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n".utf8
        unsafe response.bytes.withUnsafeBytes { unsafe part.append(contentsOf: $0) }
        return part + "\r\n---".utf8
    }

    /// Behind the last part.
    static let end = Array("--\r\n".utf8)
}
