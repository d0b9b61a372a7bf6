/// A JSON text as a value (RFC 8259). Numbers are kept as written, members in the order they came.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// The number's characters.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Names are unique as bytes.
    case object([JSONMember])

    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    public var object: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A number written without fraction and exponent that fits 64 bits.
    public var int64: Int64? {
        if case .number(let digits) = self { Int64(digits) } else { nil }
    }

    /// A number as the nearest double; nil if it is too large for one.
    public var double: Double? {
        guard case .number(let digits) = self, let value = Double(digits), value.isFinite else { return nil }
        return value
    }

    /// An object's member; nil where there is none or no object.
    public subscript(name: String) -> JSONValue? {
        object?.first { $0.name == name }?.value
    }
}

/// One member of a JSON object.
public struct JSONMember: Hashable, Sendable {
    public let name: String
    public let value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// Why a text is not JSON, and where: the byte's offset, and line and column from 1, the column in bytes.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let offset: Int
    public let line: Int
    public let column: Int

    init(_ message: String, at offset: Int, of bytes: Span<UInt8>) {
        self.message = message
        self.offset = offset
        var line = 1
        var lineStart = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        self.line = line
        column = offset - lineStart + 1
    }

    public var description: String { "\(message) (line \(line), column \(column))" }
}
