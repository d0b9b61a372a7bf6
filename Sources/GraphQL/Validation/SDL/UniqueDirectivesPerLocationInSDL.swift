extension SDLRule {
    /// A directive stands once on a definition unless it is `repeatable` (section 5.7.3). A type and its extensions are
    /// one place, so are the schema and its extensions.
    static let uniqueDirectivesPerLocation = SDLRule("UniqueDirectivesPerLocationRule") { context in
        var shared: [String: [String: Syntax]] = [:]
        for (node, location) in context.places {
            guard node.firstChild(.directive) != nil else { continue }
            let place: String? = location == .schema ? "" : node.kind.typeKind.map { _ in node.nameText }
            var seen = place.flatMap { shared[$0] } ?? [:]
            for use in node.directives {
                let name = use.nameText
                guard let definition = context.directives[name], !definition.flags.contains(.isRepeatable)
                else { continue }
                if let first = seen[name] {
                    context.report("The directive \"@\(name)\" can only be used once at this location.", at: first, use)
                } else {
                    seen[name] = use
                }
            }
            if let place { shared[place] = seen }
        }
    }
}
