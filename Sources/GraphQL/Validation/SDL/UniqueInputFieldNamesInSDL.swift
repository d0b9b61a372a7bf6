extension SDLRule {
    /// An object literal in a default or an argument has each field once (section 5.6.3).
    static let uniqueInputFieldNames = SDLRule("UniqueInputFieldNamesRule") { context in
        for index in context.document.nodes.indices where context.document.nodes[index].kind == .objectValue {
            let object = Syntax(document: context.document, index: index)
            for same in object.children(.objectField).compactMap(\.name).groupedByText() {
                for name in same.dropFirst() {
                    context.report("There can be only one input field named \"\(name.text)\".", at: same[0], name)
                }
            }
        }
    }
}
