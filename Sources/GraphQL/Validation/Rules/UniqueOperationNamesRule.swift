extension ValidationRule {
    /// No two operations have the same name (section 5.2.2.1).
    public static let uniqueOperationNames = ValidationRule("UniqueOperationNamesRule", at: .document) { _, context in
        context.reportDuplicates(of: .operationDefinition) { "There can be only one operation named \"\($0)\"." }
    }
}

extension ValidationContext {
    /// Reports each definition of a kind that has the name of an earlier one, at both names.
    func reportDuplicates(of kind: SyntaxKind, message: (String) -> String) {
        guard definitions.count > 1 else { return }
        var firstNames: [NameID: NodeIndex] = [:]
        for definition in definitions where definition.kind == kind {
            guard let name = definition.name, let node = document.firstChild(of: definition.node, .name) else {
                continue
            }
            if let first = firstNames[name] {
                report(message(text(name)), at: first, node)
            } else {
                firstNames[name] = node
            }
        }
    }
}
