extension ValidationRule {
    /// The schema has a root type for each operation of the document (section 5.2.1.1).
    public static let knownOperationTypes = ValidationRule("KnownOperationTypesRule", at: .operationDefinition) {
        node, context in
        let operation = context.nodes[node].flags.operation
        guard context.schema.rootType(operation) == nil else { return }
        context.report("The \(operation.keyword) operation is not supported by the schema.", at: node)
    }
}
