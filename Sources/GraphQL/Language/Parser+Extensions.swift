extension Parser {
    /// TypeSystemExtension: `extend` (SchemaExtension | TypeExtension). An extension has to add something.
    mutating func typeSystemExtension(_ node: Int) throws(SyntaxError) {
        advance()
        guard token.kind == .name else { throw unexpected() }
        switch tokenText {
        case "schema": decide(node, .schemaExtension)
        case "scalar": decide(node, .scalarTypeExtension)
        case "type": decide(node, .objectTypeExtension)
        case "interface": decide(node, .interfaceTypeExtension)
        case "union": decide(node, .unionTypeExtension)
        case "enum": decide(node, .enumTypeExtension)
        case "input": decide(node, .inputObjectTypeExtension)
        default: throw unexpected()
        }
        advance()
        let kind = nodes[node].kind
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
