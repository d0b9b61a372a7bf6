/// A text in the GraphQL language, kept as the UTF-8 bytes that arrived.
public final class Source: Sendable {
    public let bytes: [UInt8]
    /// What error messages call it, for example a file's name.
    public let name: String

    public init(_ bytes: [UInt8], name: String = "GraphQL request") {
        self.bytes = bytes
        self.name = name
    }

    public convenience init(_ text: String, name: String = "GraphQL request") {
        self.init(Array(text.utf8), name: name)
    }

    /// The text between two byte offsets. Invalid UTF-8 is replaced, never trapped on.
    public func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Line and column of a byte offset, both from 1. CR, LF and CRLF each end a line; columns count UTF-16 units, as
    /// graphql-js does. Computed only when an error is shown.
    public func location(at offset: Int) -> SourceLocation {
        var line = 1
        var lineStart = 0
        var index = 0
        while index < offset {
            let byte = bytes[index]
            index += 1
            let isCarriageReturn = byte == UInt8(ascii: "\r")
            if isCarriageReturn, index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
                guard index < offset else { break }
                index += 1
            }
            if isCarriageReturn || byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = index
            }
        }
        return SourceLocation(line: line, column: text(lineStart..<max(lineStart, offset)).utf16.count + 1)
    }
}

/// A place in a source, both numbers from 1.
public struct SourceLocation: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
