extension ValidationRule {
    /// Directives are defined and stand where they may (sections 5.7.1 and 5.7.2).
    public static let knownDirectives = ValidationRule(
        "KnownDirectivesRule", at: .operationDefinition, .variableDefinition, .field, .fragmentSpread, .inlineFragment,
        .fragmentDefinition
    ) { node, context in
        context.document.forEachChild(of: node, .directive) { directive in
            let name = context.nameText(of: directive)
            guard let definition = context.schema.directive(name) else {
                return context.report("Unknown directive \"@\(name)\".", at: directive)
            }
            guard let location = DirectiveLocation(of: context.nodes[node]),
                !definition.locations.contains(location.rawValue)
            else { return }
            context.report("Directive \"@\(name)\" may not be used on \(location.rawValue).", at: directive)
        }
    }
}

extension DirectiveLocation {
    /// Where a directive on an executable node stands.
    fileprivate init?(of node: SyntaxRecord) {
        switch node.kind {
        case .operationDefinition:
            switch node.flags.operation {
            case .query: self = .query
            case .mutation: self = .mutation
            case .subscription: self = .subscription
            }
        case .variableDefinition: self = .variableDefinition
        case .field: self = .field
        case .fragmentSpread: self = .fragmentSpread
        case .inlineFragment: self = .inlineFragment
        case .fragmentDefinition: self = .fragmentDefinition
        default: return nil
        }
    }
}
