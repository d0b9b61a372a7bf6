extension SDLRule {
    /// A schema is defined at most once, and not again where one is extended (section 3.3).
    static let loneSchemaDefinition = SDLRule("LoneSchemaDefinitionRule") { context in
        let isDefined = context.schema.map { schema in
            schema.syntax.contains { $0.kind == .schemaDefinition }
                || OperationKind.allCases.contains { schema.rootType($0) != nil }
        }
        let definitions = context.definitions.filter { $0.kind == .schemaDefinition }
        for (index, definition) in definitions.enumerated() {
            if isDefined == true {
                context.report("Cannot define a new schema within a schema extension.", at: definition)
            } else if index > 0 {
                context.report("Must provide only one schema definition.", at: definition)
            }
        }
    }
}
