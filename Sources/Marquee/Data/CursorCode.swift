import Authentication
import PostgreSQL

/// How the cursors of one list are written and read.
///
/// A cursor is Base64 of a version, a checksum and the texts of the values that place its row, joined by tabs. Into the
/// checksum go the list with its order and the parameters of its conditions, so that a cursor fits only where it came
/// from. It keeps mistakes out, not forgers: those learn from any cursor of theirs what they could ask for anyway.
struct CursorCode: Sendable {
    private static let version = UInt8(ascii: "1")
    private static let separator = UInt8(ascii: "\t")

    private let keys: [SortKey]
    private let origin: Checksum

    init(list: String, keys: [SortKey], parameters: [Parameter]) {
        self.keys = keys
        var checksum = Checksum()
        checksum.add(list)
        for parameter in parameters { checksum.add(parameter) }
        origin = checksum
    }

    /// The cursor of a row.
    ///
    /// - Parameter values: the values' texts, joined by tabs.
    func cursor(of values: RawSpan) -> String {
        var checksum = origin
        var bytes: [UInt8] = [Self.version]
        bytes.reserveCapacity(values.byteCount + 5)
        var text: [UInt8] = []
        text.reserveCapacity(values.byteCount)
        for index in 0..<values.byteCount {
            text.append(unsafe values.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        }
        checksum.add(text)
        bytes.append(contentsOf: checksum.bytes)
        bytes.append(contentsOf: text)
        return Base64.url.encode(bytes)
    }

    /// The values' texts of a cursor of this list; nil for any other text.
    func values(of cursor: String) -> [String]? {
        guard let bytes = Base64.url.decode(cursor), bytes.count > 5, bytes[0] == Self.version else { return nil }
        var checksum = origin
        checksum.add(Array(bytes[5...]))
        guard checksum.bytes == Array(bytes[1..<5]), let text = String(validating: bytes[5...], as: UTF8.self) else {
            return nil
        }
        return values(in: text)
    }

    /// Parts a text from its end, for only the first value may hold tabs.
    private func values(in text: String) -> [String]? {
        var rest = text[...]
        var values: [Substring] = []
        while values.count < keys.count - 1 {
            guard let tab = rest.utf8.lastIndex(of: Self.separator) else { return nil }
            values.append(rest[rest.utf8.index(after: tab)...])
            rest = rest[..<tab]
        }
        values.append(rest)
        values.reverse()
        guard zip(keys, values).allSatisfy({ $0.type.accepts($1) }) else { return nil }
        return values.map(String.init)
    }
}

/// FNV-1a over 32 bits: the same in every process, unlike `Hasher`.
private struct Checksum {
    private var value: UInt32 = 2_166_136_261

    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    mutating func add(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 16_777_619 }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { add(byte) }
    }

    /// A text and its end.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    mutating func add(_ parameter: Parameter) {
        switch parameter {
        // As the printed case, which reflection takes long to find.
        case .null: add("null")
        case .int(let value): add("\(value)")
        case .bool(let value): add(value ? "t" : "f")
        case .text(let value): add(value)
        case .bigints(let values): for value in values { add("\(value)") }
        case .texts(let values): for value in values { add(value) }
        default: add("\(parameter)")
        }
        add(0xFE)
    }
}
