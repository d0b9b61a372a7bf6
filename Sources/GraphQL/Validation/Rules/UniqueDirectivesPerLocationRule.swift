extension ValidationRule {
    /// A directive stands once in a place unless its definition says `repeatable` (section 5.7.3).
    public static let uniqueDirectivesPerLocation = ValidationRule(
        "UniqueDirectivesPerLocationRule", at: .operationDefinition, .variableDefinition, .field, .fragmentSpread,
        .inlineFragment, .fragmentDefinition
    ) { node, context in
        guard context.document.firstChild(of: node, .directive) != nil else { return }
        var firsts: [NameID: NodeIndex] = [:]
        context.document.forEachChild(of: node, .directive) { directive in
            let name = context.name(at: directive + 1)
            guard let first = firsts[name] else { return firsts[name] = directive }
            guard let definition = context.schema.directive(context.text(name)), !definition.isRepeatable else {
                return
            }
            context.report(
                "The directive \"@\(definition.name)\" can only be used once at this location.", at: first, directive)
        }
    }
}
