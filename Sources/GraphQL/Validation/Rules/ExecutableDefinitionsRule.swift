extension ValidationRule {
    /// A document to be run holds operations and fragments only (section 5.1.1).
    public static let executableDefinitions = ValidationRule("ExecutableDefinitionsRule", at: .document) {
        root, context in
        var child = root + 1
        while child < context.nodes.count {
            let node = Syntax(document: context.document, index: child)
            switch node.kind {
            case .operationDefinition, .fragmentDefinition: break
            case .schemaDefinition, .schemaExtension:
                context.report("The schema definition is not executable.", at: child)
            default: context.report("The \"\(node.nameText)\" definition is not executable.", at: child)
            }
            child = Int(context.nodes[child].next)
        }
    }
}
