extension SDLRule {
    /// Arguments given to directives on definitions are defined (section 5.4.1).
    static let knownArgumentNamesOnDirectives = SDLRule("KnownArgumentNamesOnDirectivesRule") { context in
        for use in context.directiveUses {
            let directive = use.nameText
            guard let definition = context.directives[directive] else { continue }
            let known = definition.children(.inputValueDefinition).map(\.nameText)
            for argument in use.arguments where !known.contains(argument.nameText) {
                let name = argument.nameText
                let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: known))
                context.report("Unknown argument \"\(name)\" on directive \"@\(directive)\".\(hint)", at: argument)
            }
        }
    }
}
