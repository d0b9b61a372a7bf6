extension ValidationRule {
    /// Root fields of mutations and subscriptions are neither deferred nor streamed.
    public static let deferStreamDirectiveOnRootField = ValidationRule(
        "DeferStreamDirectiveOnRootFieldRule", at: .field, .fragmentSpread, .inlineFragment
    ) { node, context in
        let schema = context.schema
        guard context.hasIncrementalDelivery, let parent = context.types.parentTypes[node] else { return }
        let isMutation = parent == schema.mutationType
        guard isMutation || parent == schema.subscriptionType else { return }
        context.document.forEachChild(of: node, .directive) { directive in
            guard context.isDeferOrStream(directive) else { return }
            let subject = context.nameText(of: directive) == "defer" ? "Defer" : "Stream"
            context.report(
                "\(subject) directive cannot be used on root \(isMutation ? "mutation" : "subscription") type"
                    + " \"\(schema[parent].name)\".", at: directive)
        }
    }
}
