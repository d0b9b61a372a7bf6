extension SDLRule {
    /// What is extended exists and is of the extension's kind (sections 3.5 to 3.10, "Extensions").
    static let possibleTypeExtensions = SDLRule("PossibleTypeExtensionsRule") { context in
        let types = context.definitions.filter(\.kind.isTypeDefinition)
        let defined = Dictionary(types.map { ($0.nameText, $0) }, uniquingKeysWith: { _, last in last })
        for node in context.definitions where node.kind.isTypeExtension {
            guard let name = node.name, let kind = node.kind.typeKind else { continue }
            let definition = defined[name.text]
            let existing = definition?.kind.typeKind ?? context.schema?.type(name.text)?.kind
            if existing == nil {
                let known = Set(defined.keys).union(context.schema?.types.map(\.name) ?? [])
                let hint = Suggestions.didYouMean(Suggestions.list(for: name.text, among: known))
                context.report("Cannot extend type \"\(name.text)\" because it is not defined.\(hint)", at: name)
            } else if existing != kind {
                context.report(
                    "Cannot extend non-\(kind.noun) type \"\(name.text)\".",
                    at: (definition.map { [$0] } ?? []) + [node])
            }
        }
    }
}

extension TypeKind {
    /// What messages call a type of the kind.
    var noun: String {
        switch self {
        case .scalar: "scalar"
        case .object: "object"
        case .interface: "interface"
        case .union: "union"
        case .enum: "enum"
        case .inputObject: "input object"
        }
    }
}
