extension ValidationRule {
    /// Variables have types that values can be given for (section 5.8.2).
    public static let variablesAreInputTypes = ValidationRule("VariablesAreInputTypesRule", at: .variableDefinition) {
        node, context in
        guard let reference = context.document.typeReference(of: node), let type = context.resolve(reference),
            !context.schema[type.namedType].isInput
        else { return }
        context.report(
            "Variable \"$\(context.text(context.variableName(of: node)))\" cannot be non-input type"
                + " \"\(context.schema.print(type))\".", at: reference)
    }
}
