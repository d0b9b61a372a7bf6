extension SDLRule {
    /// A schema names the type of each operation at most once (section 3.3.1).
    static let uniqueOperationTypes = SDLRule("UniqueOperationTypesRule") { context in
        var known: [OperationKind: Syntax] = [:]
        for definition in context.definitions {
            for type in definition.children(.operationTypeDefinition) {
                let operation = type.operation
                if context.schema?.rootType(operation) != nil {
                    context.report(
                        "Type for \(operation.keyword) already defined in the schema. It cannot be redefined.", at: type
                    )
                } else if let first = known[operation] {
                    context.report("There can be only one \(operation.keyword) type in schema.", at: first, type)
                } else {
                    known[operation] = type
                }
            }
        }
    }
}
