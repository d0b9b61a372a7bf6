extension SDLRule {
    /// Types that definitions refer to are defined, in the document, in the schema it extends or built in.
    static let knownTypeNames = SDLRule("KnownTypeNamesRule") { context in
        var known = Set(BuiltIns.typeNames)
        known.formUnion(context.schema?.types.map(\.name) ?? [])
        known.formUnion(context.definitions.lazy.filter(\.kind.isTypeDefinition).map(\.nameText))
        for index in context.document.nodes.indices where context.document.nodes[index].kind == .namedType {
            let reference = Syntax(document: context.document, index: index)
            let name = reference.nameText
            guard !known.contains(name) else { continue }
            let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: known))
            context.report("Unknown type \"\(name)\".\(hint)", at: reference)
        }
    }
}
