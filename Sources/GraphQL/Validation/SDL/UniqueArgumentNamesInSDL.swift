extension SDLRule {
    /// A directive on a definition is given each argument once (section 5.4.2).
    static let uniqueArgumentNames = SDLRule("UniqueArgumentNamesRule") { context in
        for use in context.directiveUses {
            for same in use.arguments.compactMap(\.name).groupedByText() where same.count > 1 {
                context.report("There can be only one argument named \"\(same[0].text)\".", at: same)
            }
        }
    }
}
