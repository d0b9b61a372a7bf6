/// What the schema's `@cost` and `@listSize` say (GraphQL Cost Directives draft), in thousandths of a point: weights may
/// have a fraction, but sums are whole numbers.
///
/// Unless said otherwise an object costs one point, a scalar or enum nothing, and so do arguments and input fields of
/// such types. Introspection costs nothing: it has a limit of its own.
extension Schema {
    static var costUnit: Int { 1000 }

    /// The weight of one value of a type; of an interface or union, the highest of its object types.
    func weight(of id: TypeID) -> Int {
        let type = self[id]
        if type.isAbstract { return possibleTypes(id).map(weight).max() ?? Self.costUnit }
        if let weight = type.directives.costWeight { return weight }
        return type.isLeaf || type.name.hasPrefix("__") ? 0 : Self.costUnit
    }

    /// The weight of an argument or input field as it is given, with all that its value holds.
    func weight(of definition: InputValueDefinition, given value: InputValue) -> Int {
        switch value {
        case .null: return 0
        case .list(let items): return items.reduce(0) { $0.addingSaturated(weight(of: definition, given: $1)) }
        default: break
        }
        let type = self[definition.type.namedType]
        var sum = definition.directives.costWeight ?? weight(of: type.id)
        guard case .object(let object) = value else { return sum }
        for field in type.inputFields {
            if let value = object[field.name] { sum = sum.addingSaturated(weight(of: field, given: value)) }
        }
        return sum
    }

    /// Whether an argument can cost anything.
    func isWeighed(_ definition: InputValueDefinition) -> Bool {
        let type = self[definition.type.namedType]
        return type.kind == .inputObject || (definition.directives.costWeight ?? weight(of: type.id)) != 0
    }

    /// Uses of `@cost` whose weight is no number, as gaps in what the schema promises.
    var costGaps: [String] {
        types.flatMap { type in
            type.directives.costGaps(at: type.name)
                + type.inputFields.flatMap { $0.directives.costGaps(at: "\(type.name).\($0.name)") }
                + type.fields.flatMap { field in
                    field.directives.costGaps(at: "\(type.name).\(field.name)")
                        + field.arguments.flatMap {
                            $0.directives.costGaps(at: "\(type.name).\(field.name)(\($0.name):)")
                        }
                }
        }
    }
}

extension [AppliedDirective] {
    /// The weight that `@cost` declares; nil without it.
    var costWeight: Int? {
        guard let text = costText, let points = Self.points(text) else { return nil }
        return Int((points * Double(Schema.costUnit)).rounded())
    }

    private var costText: String? { first { $0.name == "cost" }?.arguments["weight"]?.string }

    /// A number within what sums can hold.
    private static func points(_ text: String) -> Double? {
        guard let points = Double(text), abs(points) <= 1_000_000_000 else { return nil }
        return points
    }

    fileprivate func costGaps(at coordinate: String) -> [String] {
        guard let text = costText, Self.points(text) == nil else { return [] }
        return [
            "\(coordinate) has @cost(weight: \"\(text)\"); a weight is a number of at most 1000000000, as in \"2\" or \"0.5\"."
        ]
    }
}

/// Sums and products of costs stop at the largest number: nested lists multiply beyond it.
extension Int {
    func addingSaturated(_ other: Int) -> Int {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other > 0 ? .max : .min) : sum
    }

    func multipliedSaturated(by other: Int) -> Int {
        let (product, isOver) = multipliedReportingOverflow(by: other)
        return isOver ? ((self < 0) == (other < 0) ? .max : .min) : product
    }

    /// Thousandths as points, rounded up.
    var costPoints: Int { self / Schema.costUnit + (self % Schema.costUnit > 0 ? 1 : 0) }
}
