/// What a field's call and its values cost, as far as it is known before a request; in thousandths of a point.
///
/// A call costs the field's `@cost`; without one, the object in its place costs its type's weight. The objects of a list
/// cost their type's weight each, beside the call.
struct FieldPrice: Sendable {
    /// Of a call without its arguments.
    private let weight: Int
    /// Of each item of a list.
    let itemWeight: Int
    let isList: Bool
    private let coordinate: String
    private let arguments: PlannedArguments
    /// The arguments that cost something when given.
    private let weighed: [InputValueDefinition]
    private let size: ListSize?

    init(of definition: FieldDefinition, on parent: TypeDefinition, _ arguments: PlannedArguments, schema: Schema) {
        let typeWeight = schema.weight(of: definition.namedType)
        isList = definition.type.nullable.isList
        weight = definition.directives.costWeight ?? (isList ? 0 : typeWeight)
        itemWeight = isList ? typeWeight : 0
        coordinate = "\(parent.name).\(definition.name)"
        self.arguments = arguments
        weighed = definition.arguments.filter(schema.isWeighed)
        size = ListSize(of: definition)
    }

    /// The lists directly below whose size the field's arguments tell.
    var sizedFields: [String] { size?.sizedFields ?? [] }

    /// Whether variables decide about the price.
    var isVariable: Bool {
        guard case .variable(let field, _) = arguments else { return false }
        return (weighed + (size?.slicing ?? [])).contains { definition in
            field.value(ofArgument: definition.name).map(PlannedArguments.usesVariable) ?? false
        }
    }

    /// What one call costs, its arguments included: never less than nothing.
    func call(_ variables: [String: InputValue], schema: Schema) -> Int {
        var sum = weight
        for definition in weighed {
            guard let value = value(of: definition, variables, schema) else { continue }
            sum = sum.addingSaturated(schema.weight(of: definition, given: value))
        }
        return Swift.max(0, sum)
    }

    /// How many items are priced: those of the field, or of the lists named by `sizedFields`.
    ///
    /// - Throws: that not exactly one slicing argument is given, where one has to be.
    func listSize(_ variables: [String: InputValue], schema: Schema) throws(GraphQLError) -> Int {
        guard let size else { return 1 }
        let given = size.slicing.compactMap { definition in
            value(of: definition, variables, schema)?.itemCount.map { min($0, definition.mostItems) }
        }
        if size.requiresOne, given.count != 1 { throw needsOne(of: size.slicing, given: given.count) }
        return Swift.max(0, given.max() ?? size.assumed)
    }

    private func needsOne(of slicing: [InputValueDefinition], given: Int) -> GraphQLError {
        let names = slicing.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let message = "Field \"\(coordinate)\" needs exactly one of the arguments \(names); \(given) are given."
        guard case .variable(let field, _) = arguments else {
            return GraphQLError(message, extensions: [.code(.badUserInput)])
        }
        return GraphQLError(message, at: field, code: .badUserInput)
    }

    /// An argument as the resolver will see it; nil if it is absent, null, or refused when the field is resolved.
    private func value(
        of definition: InputValueDefinition, _ variables: [String: InputValue], _ schema: Schema
    ) -> InputValue? {
        switch arguments {
        case .constant(let arguments): return arguments[definition.name]
        case .invalid: return nil
        case .variable(let field, _):
            let value = try? schema.coerceArgument(
                field.value(ofArgument: definition.name), definition, of: field, variables: variables)
            return value == .null ? nil : value
        }
    }
}

/// A `@listSize` on a field.
private struct ListSize: Sendable {
    /// Without a slicing argument.
    let assumed: Int
    let slicing: [InputValueDefinition]
    let sizedFields: [String]
    let requiresOne: Bool

    init?(of definition: FieldDefinition) {
        guard let directive = definition.directives.first(where: { $0.name == "listSize" })?.arguments else {
            return nil
        }
        assumed = Int(directive["assumedSize"]?.int ?? 1)
        slicing = (directive["slicingArguments"]?.list ?? []).compactMap { $0.string.flatMap(definition.argument) }
        sizedFields = (directive["sizedFields"]?.list ?? []).compactMap(\.string)
        requiresOne = !slicing.isEmpty && directive["requireOneSlicingArgument"]?.boolean ?? true
    }
}

extension InputValueDefinition {
    /// What its `@constraint` allows it to ask for. More is not priced, so that it is refused for what it is.
    fileprivate var mostItems: Int {
        guard let bounds = directives.first(where: { $0.name == "constraint" })?.arguments else { return .max }
        return switch (bounds["max"], bounds["maxLength"]) {
        case (.int(let most)?, _), (_, .int(let most)?): Int(most)
        case (.float(let most)?, _): Int(exactly: most.rounded()) ?? .max
        default: .max
        }
    }
}

extension InputValue {
    /// How many items a slicing argument asks for: a number, or a list with an item for each.
    fileprivate var itemCount: Int? {
        switch self {
        case .int(let count): Int(count)
        case .list(let items): items.count
        default: nil
        }
    }
}

extension Syntax {
    /// The value of a field's argument, if it is given.
    fileprivate func value(ofArgument name: String) -> Syntax? { arguments.first { $0.nameText == name }?.value }
}
