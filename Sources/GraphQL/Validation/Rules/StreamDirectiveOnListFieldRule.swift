extension ValidationRule {
    /// `@stream` stands on fields that return lists.
    public static let streamDirectiveOnListField = ValidationRule("StreamDirectiveOnListFieldRule", at: .field) {
        node, context in
        guard context.hasIncrementalDelivery, let stream = context.directive("stream", on: node),
            let field = context.types.fields[node], let parent = context.types.parentTypes[node]
        else { return }
        if case .list = field.type.nullable { return }
        context.report(
            "Directive \"@stream\" cannot be used on non-list field \"\(context.schema[parent].name).\(field.name)\".",
            at: stream)
    }
}
