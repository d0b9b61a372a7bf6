extension ValidationRule {
    /// Fragments apply to objects, interfaces and unions (section 5.5.1.3).
    public static let fragmentsOnCompositeTypes = ValidationRule(
        "FragmentsOnCompositeTypesRule", at: .fragmentDefinition, .inlineFragment
    ) { node, context in
        guard let condition = context.document.firstChild(of: node, .namedType),
            let type = context.types.namedTypes[node], !context.schema[type].isComposite
        else { return }
        let fragment = context.document.firstChild(of: node, .name).map { " \"\(context.text(at: $0))\"" } ?? ""
        context.report(
            "Fragment\(fragment) cannot condition on non composite type \"\(context.schema[type].name)\".",
            at: condition)
    }
}
