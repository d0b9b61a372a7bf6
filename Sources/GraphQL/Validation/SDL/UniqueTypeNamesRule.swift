extension SDLRule {
    /// No two types have the same name (section 3.3).
    static let uniqueTypeNames = SDLRule("UniqueTypeNamesRule") { context in
        var known: [String: Syntax] = [:]
        for definition in context.definitions where definition.kind.isTypeDefinition {
            guard let name = definition.name else { continue }
            if context.schema?.type(name.text) != nil {
                context.report(
                    "Type \"\(name.text)\" already exists in the schema. It cannot also be defined in this type definition.",
                    at: name)
            } else if let first = known[name.text] {
                context.report("There can be only one type named \"\(name.text)\".", at: first, name)
            } else {
                known[name.text] = name
            }
        }
    }
}
