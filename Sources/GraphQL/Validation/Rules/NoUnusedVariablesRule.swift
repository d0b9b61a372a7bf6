extension ValidationRule {
    /// Every variable of an operation is used in it or in its fragments (section 5.8.4).
    public static let noUnusedVariables = ValidationRule("NoUnusedVariablesRule", at: .operationDefinition) {
        node, context in
        let scope = context.scope(ofOperation: node)
        guard !scope.variables.isEmpty else { return }
        let used = scope.usedVariables(in: context)
        for variable in scope.variables where !used.contains(context.variableName(of: variable)) {
            let operation = scope.nameText(in: context).map { " in operation \"\($0)\"" } ?? ""
            let name = context.text(context.variableName(of: variable))
            context.report("Variable \"$\(name)\" is never used\(operation).", at: variable)
        }
    }
}
