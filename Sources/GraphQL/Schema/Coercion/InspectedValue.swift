private import Glibc

/// How messages show a value that came in: as JavaScript source, long lists and deep objects cut short, as graphql-js
/// does.
extension JSONValue {
    /// Items of a list that are shown.
    private static var shownItems: Int { 10 }
    /// Levels of lists and objects that are shown.
    private static var shownDepth: Int { 2 }

    var inspected: String { inspect(depth: 0) }

    /// A number with an integer's digits as written, any other as JavaScript writes it.
    private func inspect(_ digits: String) -> String {
        guard int64 == nil, let double else { return digits }
        var text: [UInt8] = []
        appendJSON(double, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func inspect(depth: Int) -> String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .number(let digits): inspect(digits)
        case .string(let text): Layout.string(text)
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
