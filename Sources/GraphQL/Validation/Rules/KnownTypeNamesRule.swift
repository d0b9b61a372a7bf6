extension ValidationRule {
    /// Types that variables and fragments name exist (sections 5.5.1.2 and 5.8.2).
    public static let knownTypeNames = ValidationRule("KnownTypeNamesRule", at: .namedType) { node, context in
        let name = context.nameText(of: node)
        guard context.schema.type(name) == nil else { return }
        let defined = context.document.definedTypeNames()
        guard !defined.contains(name) else { return }
        let known = context.schema.types.map(\.name) + defined
        let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: known))
        context.report("Unknown type \"\(name)\".\(hint)", at: node)
    }
}

extension Document {
    /// Types the document itself defines: it is not executable then, but its references are not to blame.
    fileprivate func definedTypeNames() -> [String] {
        root.children.compactMap { definition in
            switch definition.kind {
            case .scalarTypeDefinition, .objectTypeDefinition, .interfaceTypeDefinition, .unionTypeDefinition,
                .enumTypeDefinition, .inputObjectTypeDefinition:
                definition.nameText
            default: nil
            }
        }
    }
}
