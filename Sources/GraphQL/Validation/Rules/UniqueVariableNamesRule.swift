extension ValidationRule {
    /// An operation defines each variable once (section 5.8.1).
    public static let uniqueVariableNames = ValidationRule("UniqueVariableNamesRule", at: .operationDefinition) {
        node, context in
        context.reportRepeatedNames(of: .variableDefinition, below: node) {
            context.document.variable(of: $0) + 1
        } message: {
            "There can be only one variable named \"$\($0)\"."
        }
    }
}
