import GraphQL

/// How a list is ordered, as far as its cursors need to know: the values that place a row, the last of them unique.
package struct CursorOrder: Hashable, Sendable {
    /// PostgreSQL's type of a value: a text it could not read as such is in no cursor of ours.
    package enum Value: Hashable, Sendable {
        case integer
        case bigint
        case real

        func accepts(_ text: Substring) -> Bool {
            switch self {
            case .integer: Int32(text) != nil
            case .bigint: Int64(text) != nil
            case .real: Double(text).map(Self.isReal) ?? false
            }
        }

        /// Whether a number is neither too large nor too small for a `real`.
        private static func isReal(_ number: Double) -> Bool {
            number == 0 || Double(Float.leastNonzeroMagnitude)...Double(Float.greatestFiniteMagnitude) ~= abs(number)
        }
    }

    /// Tells cursors of different orders apart.
    let name: String
    let values: [Value]

    /// An opaque cursor from the values' texts, joined by tabs.
    func cursor(ofValues text: String) -> String { Base64URL.encode("\(name)\t\(text)") }

    /// The values' texts of a cursor of this order; nil for any other text.
    func values(ofCursor cursor: String) -> [String]? {
        guard let text = Base64URL.decode(cursor) else { return nil }
        let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count == values.count + 1, parts[0] == name,
            zip(values, parts.dropFirst()).allSatisfy({ $0.accepts($1) })
        else { return nil }
        return parts.dropFirst().map(String.init)
    }
}

/// Which part of a list a field's `first` and `after` ask for.
struct PageWindow {
    static let defaultLimit = 20
    static let mostItems = 100

    let limit: Int
    /// The values of the cursor, as text.
    let after: [String]?

    init(_ arguments: FieldArguments, order: CursorOrder) throws(FieldError) {
        let first = arguments.int("first") ?? Int64(Self.defaultLimit)
        guard 1...Int64(Self.mostItems) ~= first else {
            throw FieldError(
                badArgument: "first", "expected 1 to \(Self.mostItems), got \(first)")
        }
        limit = Int(first)
        guard let cursor = arguments.string("after") else {
            after = nil
            return
        }
        guard let values = order.values(ofCursor: cursor) else {
            throw FieldError(
                badArgument: "after",
                "expected a cursor that this list gave in this order, got \"\(cursor.prefix(80))\"")
        }
        after = values
    }
}

extension FieldError {
    /// An argument that the schema allows and the server does not.
    init(badArgument name: String, _ reason: String) {
        self.init(
            "Argument \"\(name)\": \(reason).", code: .badUserInput,
            extensions: [ErrorExtension("argument", .string(name))])
    }
}

/// Base64 with the alphabet for URLs, without padding (RFC 4648, section 5).
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                output.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { output.append(alphabet[Int(bits << (6 - count) & 63)]) }
        return String(decoding: output, as: UTF8.self)
    }

    static func decode(_ text: String) -> String? {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return String(validating: output, as: UTF8.self)
    }
}
