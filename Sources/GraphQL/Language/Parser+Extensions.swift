extension Parser {
    /// TypeSystemExtension: `extend` (SchemaExtension | TypeExtension). An extension has to add something.
    ///
    /// Read from behind `extend` on, into a node that is open already.
    mutating func typeSystemExtension(_ node: Int) throws(SyntaxError) {
        guard let kind = typeSystemDefinitionKind?.extensionKind else { throw unexpected() }
        decide(node, kind)
        advance(to: endOfName)
        if kind == .schemaExtension {
            try directives(isConstant: true)
            try operationTypeDefinitions()
        } else {
            try typeBody(kind)
        }
        let countOfNames = kind == .schemaExtension ? 0 : 1
        if nodes.count == node + 1 + countOfNames { throw unexpected() }
    }
}

extension SyntaxKind {
    /// The extension of what a definition defines; nil of what cannot be extended.
    fileprivate var extensionKind: SyntaxKind? {
        switch self {
        case .schemaDefinition: .schemaExtension
        case .scalarTypeDefinition: .scalarTypeExtension
        case .objectTypeDefinition: .objectTypeExtension
        case .interfaceTypeDefinition: .interfaceTypeExtension
        case .unionTypeDefinition: .unionTypeExtension
        case .enumTypeDefinition: .enumTypeExtension
        case .inputObjectTypeDefinition: .inputObjectTypeExtension
        default: nil
        }
    }
}
