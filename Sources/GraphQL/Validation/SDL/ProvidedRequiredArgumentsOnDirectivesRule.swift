extension SDLRule {
    /// Directives on definitions are given every argument that is non-null and has no default (section 5.4.3).
    static let providedRequiredArgumentsOnDirectives = SDLRule(
        "ProvidedRequiredArgumentsOnDirectivesRule"
    ) { context in
        for use in context.directiveUses {
            let directive = use.nameText
            guard let definition = context.directives[directive] else { continue }
            for argument in definition.children(.inputValueDefinition) {
                guard let type = argument.type, type.kind == .nonNullType, argument.value == nil,
                    use.argument(argument.nameText) == nil
                else { continue }
                context.report(
                    "Directive \"@\(directive)\" argument \"\(argument.nameText)\" of type \"\(type.printed)\" is required, "
                        + "but it was not provided.", at: use)
            }
        }
    }
}
