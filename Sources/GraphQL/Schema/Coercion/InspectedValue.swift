private import Glibc

extension JSONValue {
    /// How messages show the value: as JavaScript source, long lists and deep objects cut short as graphql-js does, and
    /// the whole after some thousand characters, so that a large value cannot make many large messages.
    var inspected: String {
        var inspection = Inspection()
        inspection.append(self, depth: 0)
        return inspection.text
    }

    /// Whether it is a number without fraction, however it is written: `1`, `1.0` and `1e2` are.
    var isWhole: Bool { int64 != nil || double.map { trunc($0) == $0 } ?? false }
}

extension Syntax {
    /// How messages show a literal: as it is printed, cut short like a variable's value.
    var inspected: String {
        let text = printed
        return text.utf8.count > Inspection.limit ? text.prefix(Inspection.limit) + "…" : text
    }
}

/// The text of a value while it grows.
private struct Inspection {
    /// Items of a list that are shown.
    private static let shownItems = 10
    /// Levels of lists and objects that are shown below the first.
    private static let shownDepth = 2
    /// Bytes after which nothing more is shown.
    static let limit = 4_000

    private(set) var text = ""
    private var isFull = false

    mutating func append(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .boolean(let flag): append(flag ? "true" : "false")
        case .number(let digits): append(number: value, digits)
        case .string(let content): append(Layout.string(String(content.prefix(Self.limit))))
        case .array([]): append("[]")
        case .object([]): append("{}")
        case .array where depth > Self.shownDepth: append("[Array]")
        case .object where depth > Self.shownDepth: append("[Object]")
        case .array(let items): append(items, depth: depth)
        case .object(let members): append(members, depth: depth)
        }
    }

    /// An integer's digits as written, any other number as JavaScript writes it.
    private mutating func append(number value: JSONValue, _ digits: String) {
        guard value.int64 == nil, let double = value.double else { return append(digits) }
        var bytes: [UInt8] = []
        appendJSON(double, to: &bytes)
        append(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func append(_ items: [JSONValue], depth: Int) {
        append("[")
        for (index, item) in items.prefix(Self.shownItems).enumerated() {
            append(index > 0 ? ", " : "")
            append(item, depth: depth + 1)
        }
        let more = items.count - Self.shownItems
        append(more > 0 ? ", ... \(more) more item\(more > 1 ? "s" : "")]" : "]")
    }

    private mutating func append(_ members: [JSONMember], depth: Int) {
        append("{ ")
        for (index, member) in members.enumerated() where !isFull {
            append(index > 0 ? ", \(member.name): " : "\(member.name): ")
            append(member.value, depth: depth + 1)
        }
        append(" }")
    }

    private mutating func append(_ part: String) {
        guard !isFull else { return }
        text += part
        guard text.utf8.count > Self.limit else { return }
        text = String(text.prefix(Self.limit)) + "…"
        isFull = true
    }
}
