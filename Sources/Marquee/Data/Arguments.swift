import GraphQL
import PostgreSQL

extension FieldError {
    /// An argument that the schema allows and the server does not.
    ///
    /// - Parameter path: the argument's name, or the way to a value within it: `filter.people[0].personId`.
    init(badArgument path: String, _ reason: String) {
        self.init(
            "Argument \"\(path)\": \(reason).", code: .badUserInput,
            extensions: [ErrorExtension("argument", .string(path))])
    }
}

extension FieldArguments {
    /// A number within bounds; the default if it is absent or null.
    func bounded(_ name: String, _ bounds: ClosedRange<Int64>, default value: Int64) throws(FieldError) -> Int64 {
        try InputReader(self).int(name, bounds) ?? value
    }

    /// Enum values as PostgreSQL spells them, as `text[]`; null if the argument is absent.
    func enumNames(_ name: String) -> Parameter {
        list(name).map { .texts($0.compactMap { $0.string?.lowercased() }) } ?? .null
    }
}

/// The fields of an input object, checked beyond what their types say; errors tell the way to the field.
struct InputReader {
    let fields: FieldArguments
    /// From the field's arguments to this object, with a dot behind it; empty for the arguments themselves.
    private let way: String

    init(_ fields: FieldArguments, way: String = "") {
        self.fields = fields
        self.way = way
    }

    func path(_ name: String) -> String { way + name }

    func error(_ name: String, _ reason: String) -> FieldError { FieldError(badArgument: path(name), reason) }

    /// An object among the fields; nil if it is absent or null.
    func object(_ name: String) -> InputReader? {
        fields.object(name).map { InputReader(FieldArguments($0), way: path(name) + ".") }
    }

    func int(_ name: String, _ bounds: ClosedRange<Int64>) throws(FieldError) -> Int64? {
        guard let number = fields.int(name) else { return nil }
        guard bounds.contains(number) else {
            throw error(name, "expected \(bounds.lowerBound) to \(bounds.upperBound), got \(number)")
        }
        return number
    }

    /// A day of the calendar; nil if it is absent or null.
    func day(_ name: String) throws(FieldError) -> String? {
        guard let day = fields.string(name) else { return nil }
        guard InputScalars.isDay(Array(day.utf8)) else { throw error(name, "\(day) is no day of the calendar") }
        return day
    }

    /// The items of a list; nil if it is absent, null or empty.
    func list(_ name: String, atMost most: Int) throws(FieldError) -> [InputValue]? {
        guard let items = fields.list(name), !items.isEmpty else { return nil }
        guard items.count <= most else { throw error(name, "expected at most \(most) items, got \(items.count)") }
        return items
    }

    func texts(_ name: String, atMost most: Int) throws(FieldError) -> [String]? {
        guard let texts = try list(name, atMost: most)?.map({ $0.string ?? "" }) else { return nil }
        for (index, text) in texts.enumerated() { try Self.check(text, at: "\(path(name))[\(index)]") }
        return texts
    }

    func text(_ name: String, _ lengths: ClosedRange<Int>) throws(FieldError) -> String? {
        guard let text = fields.string(name) else { return nil }
        guard lengths.contains(text.unicodeScalars.count) else {
            throw error(
                name,
                "expected \(lengths.lowerBound) to \(lengths.upperBound) characters, got \(text.unicodeScalars.count)")
        }
        try Self.check(text, at: path(name))
        return text
    }

    /// Refuses what PostgreSQL can hold in no text.
    private static func check(_ text: String, at path: String) throws(FieldError) {
        if text.utf8.contains(0) { throw FieldError(badArgument: path, "the character U+0000 is in no text") }
    }

    /// The keys of a list of IDs of one kind, each once.
    func keys(_ name: String, of kind: NodeKind, atMost most: Int) throws(FieldError) -> [Int64]? {
        guard let texts = try texts(name, atMost: most) else { return nil }
        var keys: [Int64] = []
        for (index, text) in texts.enumerated() {
            let key = try GlobalID(text, of: [kind], at: "\(path(name))[\(index)]").key
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }
}
