private import Glibc

/// How messages show a value that came in: as JavaScript source, long lists and deep objects cut short, as graphql-js
/// does.
extension JSONValue {
    /// Items of a list that are shown.
    private static var shownItems: Int { 10 }
    /// Levels of lists and objects that are shown.
    private static var shownDepth: Int { 2 }

    var inspected: String { inspect(depth: 0) }

    private func inspect(depth: Int) -> String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .number(let digits): int64 != nil ? digits : double?.inspected ?? digits
        case .string(let text): text.quoted
        case .array(let items): inspect(items, depth: depth)
        case .object(let members): inspect(members, depth: depth)
        }
    }

    private func inspect(_ items: [JSONValue], depth: Int) -> String {
        guard !items.isEmpty else { return "[]" }
        guard depth <= Self.shownDepth else { return "[Array]" }
        var parts = items.prefix(Self.shownItems).map { $0.inspect(depth: depth + 1) }
        switch items.count - Self.shownItems {
        case ...0: break
        case 1: parts.append("... 1 more item")
        case let more: parts.append("... \(more) more items")
        }
        return "[\(parts.joined(separator: ", "))]"
    }

    private func inspect(_ members: [JSONMember], depth: Int) -> String {
        guard !members.isEmpty else { return "{}" }
        guard depth <= Self.shownDepth else { return "[Object]" }
        let parts = members.map { "\($0.name): \($0.value.inspect(depth: depth + 1))" }
        return "{ \(parts.joined(separator: ", ")) }"
    }

    /// Whether it is a number without fraction, however it is written: `1`, `1.0` and `1e2` are.
    var isWhole: Bool { int64 != nil || double.map { trunc($0) == $0 } ?? false }
}

extension String {
    /// The text as a string literal of GraphQL and JSON: quotes, backslashes and control characters escaped.
    var quoted: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case ..<" ", "\u{7F}"..."\u{9F}":
                let code = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
