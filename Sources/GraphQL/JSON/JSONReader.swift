/// Reads JSON strictly as RFC 8259 defines it: UTF-8 only, no byte order mark, no comments, no trailing commas.
///
/// Stricter than the RFC where it leaves a choice: a name twice in one object is an error, because whoever sends one
/// meant something else than we would do; half a surrogate pair is an error, because it is no character.
public struct JSONReader: ~Escapable {
    /// How deep arrays and objects may nest unless a caller says otherwise.
    public static let defaultMaximumDepth = 200

    let bytes: Span<UInt8>
    /// The next byte to read.
    var offset = 0
    private var depth = 0
    private let maxDepth: Int

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>, maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    /// The value of a whole text.
    public static func value(
        of bytes: Span<UInt8>, maxDepth: Int = defaultMaximumDepth
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, maxDepth: maxDepth)
        let value = try reader.value()
        try reader.expectEnd()
        return value
    }

    /// The members of the object a text consists of, names decoded and values as the byte ranges they take. The whole
    /// text is checked, but no value is built: callers read the few they need, or compare their raw bytes. Names that
    /// come twice further inside are found only when that value is read.
    public static func members(
        of bytes: Span<UInt8>, maxDepth: Int = defaultMaximumDepth
    ) throws(JSONError) -> [JSONMemberRange] {
        var reader = JSONReader(bytes, maxDepth: maxDepth)
        reader.skipWhitespace()
        guard reader.byte == UInt8(ascii: "{") else { throw reader.expected("an object") }
        try reader.descend()
        var members: [JSONMemberRange] = []
        // As many as a request has.
        members.reserveCapacity(4)
        var names = NameCheck()
        var isFirst = true
        while try reader.hasItem(before: UInt8(ascii: "}"), &isFirst) {
            let name = try reader.memberName(&names, among: members.lazy.map(\.name))
            let start = reader.offset
            try reader.skipValue()
            members.append(JSONMemberRange(name: name, value: start..<reader.offset))
        }
        try reader.expectEnd()
        return members
    }

    /// The elements of the array a text consists of, as the byte ranges they take; otherwise like `members`.
    public static func elements(
        of bytes: Span<UInt8>, maxDepth: Int = defaultMaximumDepth
    ) throws(JSONError) -> [Range<Int>] {
        var reader = JSONReader(bytes, maxDepth: maxDepth)
        reader.skipWhitespace()
        guard reader.byte == UInt8(ascii: "[") else { throw reader.expected("an array") }
        try reader.descend()
        var elements: [Range<Int>] = []
        var isFirst = true
        while try reader.hasItem(before: UInt8(ascii: "]"), &isFirst) {
            let start = reader.offset
            try reader.skipValue()
            elements.append(start..<reader.offset)
        }
        try reader.expectEnd()
        return elements
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        skipWhitespace()
        switch byte {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case let digit? where digit.isDigit || digit == UInt8(ascii: "-"): return .number(bytes.text(try number()))
        default: return try literal()
        }
    }

    private mutating func object() throws(JSONError) -> [JSONMember] {
        try descend()
        var members: [JSONMember] = []
        var names = NameCheck()
        var isFirst = true
        while try hasItem(before: UInt8(ascii: "}"), &isFirst) {
            let name = try memberName(&names, among: members.lazy.map(\.name))
            members.append(JSONMember(name, try value()))
        }
        return members
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try descend()
        var values: [JSONValue] = []
        var isFirst = true
        while try hasItem(before: UInt8(ascii: "]"), &isFirst) { values.append(try value()) }
        return values
    }

    /// Passes over a value, checking it as `value` would, except for names that come twice.
    private mutating func skipValue() throws(JSONError) {
        skipWhitespace()
        var isFirst = true
        switch byte {
        case UInt8(ascii: "{"):
            try descend()
            while try hasItem(before: UInt8(ascii: "}"), &isFirst) {
                _ = try stringRange()
                try colon()
                try skipValue()
            }
        case UInt8(ascii: "["):
            try descend()
            while try hasItem(before: UInt8(ascii: "]"), &isFirst) { try skipValue() }
        case UInt8(ascii: "\""): _ = try stringRange()
        case let digit? where digit.isDigit || digit == UInt8(ascii: "-"): _ = try number()
        default: _ = try literal()
        }
    }

    // MARK: Structure

    /// The byte at `offset`; nil at the end.
    private var byte: UInt8? { bytes.byte(at: offset) }

    private mutating func skipWhitespace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    /// Consumes the bracket that begins an object or array.
    private mutating func descend() throws(JSONError) {
        guard depth < maxDepth else { throw error("The text is nested deeper than \(maxDepth) levels") }
        depth += 1
        offset += 1
    }

    /// Whether another item follows, its comma consumed; otherwise the closing bracket is.
    private mutating func hasItem(before close: UInt8, _ isFirst: inout Bool) throws(JSONError) -> Bool {
        skipWhitespace()
        if byte == close {
            offset += 1
            depth -= 1
            return false
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw expected("\",\" or \"\(Character(Unicode.Scalar(close)))\"") }
            offset += 1
            skipWhitespace()
        }
        isFirst = false
        return true
    }

    /// A member's name and the colon behind it; the name must be none of those before.
    private mutating func memberName(
        _ names: inout NameCheck, among earlier: some Collection<String>
    ) throws(JSONError) -> String {
        let start = offset
        let name = try string()
        guard names.isNew(name, among: earlier) else {
            throw JSONError("The name \"\(name)\" comes twice in one object", at: start, of: bytes)
        }
        try colon()
        return name
    }

    private mutating func colon() throws(JSONError) {
        skipWhitespace()
        guard byte == UInt8(ascii: ":") else { throw expected("\":\"") }
        offset += 1
        skipWhitespace()
    }

    private mutating func expectEnd() throws(JSONError) {
        skipWhitespace()
        guard byte == nil else { throw expected("the end of the text") }
    }

    // MARK: Errors

    func error(_ message: String) -> JSONError { JSONError(message, at: offset, of: bytes) }

    func expected(_ what: String) -> JSONError {
        error("Expected \(what), " + (byte == nil ? "but the text ends" : "found \(bytes.character(at: offset))"))
    }
}

/// A member of an object whose value has not been decoded.
public struct JSONMemberRange: Hashable, Sendable {
    public let name: String
    /// The bytes of the value, a string's quotes included.
    public let value: Range<Int>
}

/// Finds names that come twice: by looking through the members of a small object, in a set once there are many. Compares
/// bytes: texts are equal to Swift though they write an accent in two ways, names are not.
private struct NameCheck {
    private var set: Set<[UInt8]> = []

    mutating func isNew(_ name: String, among earlier: some Collection<String>) -> Bool {
        guard earlier.count >= 16 else { return !earlier.contains { $0.utf8.elementsEqual(name.utf8) } }
        if set.isEmpty { set = Set(earlier.map { Array($0.utf8) }) }
        return set.insert(Array(name.utf8)).inserted
    }
}
