import GraphQL

/// The bounds that `@constraint` sets to an input type's fields, wherever they nest, read from the schema once; and that
/// days are days of the calendar.
struct InputBounds: Sendable {
    private struct Bounds: Sendable {
        var min: Double?
        var max: Double?
        var minLength: Int?
        var maxLength: Int?

        init(_ directives: [AppliedDirective]) {
            let given = FieldArguments(directives.first { $0.name == "constraint" }?.arguments ?? InputObject())
            min = given["min"]?.number
            max = given["max"]?.number
            minLength = given.int("minLength").map { Int($0) }
            maxLength = given.int("maxLength").map { Int($0) }
        }
    }

    private struct Field: Sendable {
        let name: String
        let bounds: Bounds
        /// Of input objects.
        let type: TypeID?
        let isDay: Bool
    }

    private let root: TypeID
    /// Of each input object type that the root leads to.
    private var fields: [TypeID: [Field]] = [:]

    init(of root: TypeID, in schema: Schema) {
        self.root = root
        add(root, schema)
    }

    private mutating func add(_ id: TypeID, _ schema: Schema) {
        guard fields[id] == nil else { return }
        let definitions = schema[id].inputFields
        fields[id] = definitions.map { field in
            let type = field.type.namedType
            let isObject = schema[type].kind == .inputObject
            return Field(
                name: field.name, bounds: Bounds(field.directives), type: isObject ? type : nil,
                isDay: schema[type].name == "Date")
        }
        for field in fields[id] ?? [] { if let type = field.type { add(type, schema) } }
    }

    /// What does not fit, all of it, in the schema's order.
    func violations(by input: MutationInput) -> [UserError] {
        var found: [UserError] = []
        check(input.fields.object, root, ["input"], &found)
        return found
    }

    private func check(_ object: InputObject, _ type: TypeID, _ path: [String], _ found: inout [UserError]) {
        for field in fields[type] ?? [] {
            if let value = object[field.name] { check(value, field, path + [field.name], &found) }
        }
    }

    private func check(_ value: InputValue, _ field: Field, _ path: [String], _ found: inout [UserError]) {
        let bounds = field.bounds
        switch value {
        case .string(let text):
            checkLength(text.unicodeScalars.count, "characters", bounds, path, &found)
            if field.isDay, !InputScalars.isDay(Array(text.utf8)) {
                found.append(.invalid(path, "\(text) is no day of the calendar."))
            }
            if text.utf8.contains(0) { found.append(.invalid(path, "The character U+0000 is in no text.")) }
        case .list(let items):
            checkLength(items.count, "items", bounds, path, &found)
            for (index, item) in items.enumerated() {
                // Lengths are the list's.
                let own = Field(name: field.name, bounds: Bounds([]), type: field.type, isDay: field.isDay)
                check(item, own, path + ["\(index)"], &found)
            }
        case .object(let object):
            if let type = field.type { check(object, type, path, &found) }
        default:
            guard let number = value.number else { return }
            if number < bounds.min ?? number || number > bounds.max ?? number {
                found.append(
                    .invalid(
                        path, "Expected \(Self.range(bounds.min, bounds.max)), got \(Self.text(number)).",
                        min: bounds.min, max: bounds.max))
            }
        }
    }

    private func checkLength(
        _ count: Int, _ unit: String, _ bounds: Bounds, _ path: [String], _ found: inout [UserError]
    ) {
        guard count < bounds.minLength ?? 0 || count > bounds.maxLength ?? .max else { return }
        let (min, max) = (bounds.minLength.map { Double($0) }, bounds.maxLength.map { Double($0) })
        found.append(
            .invalid(path, "Expected \(Self.range(min, max)) \(unit), got \(count).", min: min, max: max))
    }

    private static func range(_ min: Double?, _ max: Double?) -> String {
        switch (min, max) {
        case (let min?, let max?): "\(text(min)) to \(text(max))"
        case (let min?, nil): "at least \(text(min))"
        case (nil, let max?): "at most \(text(max))"
        case (nil, nil): "a value"
        }
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

extension InputValue {
    fileprivate var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}
