extension ValidationRule {
    /// An operation defines all variables that it and its fragments use (section 5.8.3).
    public static let noUndefinedVariables = ValidationRule("NoUndefinedVariablesRule", at: .operationDefinition) {
        node, context in
        let scope = context.scope(ofOperation: node)
        scope.forEachUsage(in: context) { usage in
            scope.variable(usage.name) == nil
        } _: { usage in
            let by = scope.nameText(in: context).map { " by operation \"\($0)\"" } ?? ""
            context.report("Variable \"$\(context.text(usage.name))\" is not defined\(by).", at: usage.node, node)
        }
    }
}
