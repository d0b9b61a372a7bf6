extension ValidationRule {
    /// No field returns a type of introspection, for servers that keep their schema to themselves.
    public static let noSchemaIntrospectionCustom = ValidationRule("NoSchemaIntrospectionCustomRule", at: .field) {
        node, context in
        guard let type = context.types.namedTypes[node], context.schema[type].name.hasPrefix("__") else { return }
        context.report(
            "GraphQL introspection has been disabled, but the requested query contained the field"
                + " \"\(context.fieldNameText(node))\".", at: node)
    }
}
