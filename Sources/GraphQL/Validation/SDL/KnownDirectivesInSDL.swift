extension SDLRule {
    /// Directives on definitions are defined and stand where they may (section 3.13).
    static let knownDirectives = SDLRule("KnownDirectivesRule") { context in
        for (node, location) in context.places {
            for use in node.directives {
                let name = use.nameText
                guard let definition = context.directives[name] else {
                    context.report("Unknown directive \"@\(name)\".", at: use)
                    continue
                }
                guard !definition.children(.directiveLocation).contains(where: { $0.text == location.rawValue })
                else { continue }
                context.report("Directive \"@\(name)\" may not be used on \(location.rawValue).", at: use)
            }
        }
    }
}
