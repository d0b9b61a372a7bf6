extension ValidationRule {
    /// Every argument is defined by its field or directive (section 5.4.1).
    public static let knownArgumentNames = ValidationRule("KnownArgumentNamesRule", at: .field, .directive) {
        node, context in
        context.document.forEachChild(of: node, .argument) { argument in
            guard !context.types.inputs.contains(argument) else { return }
            if context.nodes[node].kind == .field {
                context.reportUnknown(argument, ofField: node)
            } else {
                context.reportUnknown(argument, ofDirective: node)
            }
        }
    }
}

extension ValidationContext {
    fileprivate func reportUnknown(_ argument: NodeIndex, ofField node: NodeIndex) {
        guard let field = types.fields[node], let parent = types.parentTypes[node] else { return }
        let name = nameText(of: argument)
        let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: field.arguments.lazy.map(\.name)))
        report("Unknown argument \"\(name)\" on field \"\(schema[parent].name).\(field.name)\".\(hint)", at: argument)
    }

    fileprivate func reportUnknown(_ argument: NodeIndex, ofDirective node: NodeIndex) {
        guard let directive = schema.directive(nameText(of: node)) else { return }
        let name = nameText(of: argument)
        let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: directive.arguments.lazy.map(\.name)))
        report("Unknown argument \"\(name)\" on directive \"@\(directive.name)\".\(hint)", at: argument)
    }
}
