extension SDLRule {
    /// No two arguments of a field or directive have the same name (sections 3.6 and 3.13).
    static let uniqueArgumentDefinitionNames = SDLRule("UniqueArgumentDefinitionNamesRule") { context in
        for definition in context.definitions {
            let name = definition.nameText
            if definition.kind == .directiveDefinition { context.reportDuplicateArguments(of: definition, "@\(name)") }
            for field in definition.children(.fieldDefinition) {
                context.reportDuplicateArguments(of: field, "\(name).\(field.nameText)")
            }
        }
    }
}

extension SDLContext {
    fileprivate func reportDuplicateArguments(of node: Syntax, _ coordinate: String) {
        let names = node.children(.inputValueDefinition).compactMap(\.name)
        for same in names.groupedByText() where same.count > 1 {
            report("Argument \"\(coordinate)(\(same[0].text):)\" can only be defined once.", at: same)
        }
    }
}

extension [Syntax] {
    /// Nodes of the same text together, in order of the first of them.
    func groupedByText() -> [[Syntax]] {
        var groups: [[Syntax]] = []
        var places: [String: Int] = [:]
        for node in self {
            let text = node.text
            if let place = places[text] {
                groups[place].append(node)
            } else {
                places[text] = groups.count
                groups.append([node])
            }
        }
        return groups
    }
}
