extension SDLRule {
    /// No two directives have the same name (section 3.13).
    static let uniqueDirectiveNames = SDLRule("UniqueDirectiveNamesRule") { context in
        var known: [String: Syntax] = [:]
        for definition in context.definitions where definition.kind == .directiveDefinition {
            guard let name = definition.name else { continue }
            if context.schema?.directive(name.text) != nil {
                context.report(
                    "Directive \"@\(name.text)\" already exists in the schema. It cannot be redefined.", at: name)
            } else if let first = known[name.text] {
                context.report("There can be only one directive named \"@\(name.text)\".", at: first, name)
            } else {
                known[name.text] = name
            }
        }
    }
}
