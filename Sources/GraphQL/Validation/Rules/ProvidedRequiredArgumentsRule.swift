extension ValidationRule {
    /// Every argument that is non-null and has no default is given (section 5.4.3).
    public static let providedRequiredArguments = ValidationRule(
        "ProvidedRequiredArgumentsRule", at: .field, .directive
    ) { node, context in
        if context.nodes[node].kind == .field {
            guard let field = context.types.fields[node], !field.arguments.isEmpty else { return }
            context.reportMissing(field.arguments, at: node) { "Field \"\(field.name)\"" }
        } else {
            guard let directive = context.schema.directive(context.nameText(of: node)) else { return }
            context.reportMissing(directive.arguments, at: node) { "Directive \"@\(directive.name)\"" }
        }
    }
}

extension ValidationContext {
    fileprivate func reportMissing(
        _ arguments: [InputValueDefinition], at node: NodeIndex, owner: () -> String
    ) {
        for argument in arguments where argument.isRequired && !isGiven(argument, at: node) {
            report(
                "\(owner()) argument \"\(argument.name)\" of type \"\(schema.print(argument.type))\" is required,"
                    + " but it was not provided.", at: node)
        }
    }

    private func isGiven(_ argument: InputValueDefinition, at node: NodeIndex) -> Bool {
        var isGiven = false
        document.forEachChild(of: node, .argument) { isGiven = isGiven || types.inputs[$0] === argument }
        return isGiven
    }
}
