/// Ways through the flat tree by number.
extension Document {
    /// The first direct child of a kind.
    func firstChild(of node: NodeIndex, _ kind: SyntaxKind) -> NodeIndex? {
        var child = node + 1
        let end = Int(nodes[node].next)
        while child < end {
            if nodes[child].kind == kind { return child }
            child = Int(nodes[child].next)
        }
        return nil
    }

    /// Calls `body` with every direct child of a kind.
    @inline(__always)
    func forEachChild(of node: NodeIndex, _ kind: SyntaxKind, _ body: (NodeIndex) -> Void) {
        var child = node + 1
        let end = Int(nodes[node].next)
        while child < end {
            if nodes[child].kind == kind { body(child) }
            child = Int(nodes[child].next)
        }
    }

    /// Of a field: the name behind its alias.
    func fieldName(_ field: NodeIndex) -> NodeIndex {
        nodes[field].flags.contains(.hasAlias) ? Int(nodes[field + 1].next) : field + 1
    }

    /// Of a field: its alias, or else its name.
    func responseName(_ field: NodeIndex) -> NodeIndex { field + 1 }

    /// Of an argument or object field: its value.
    func value(of node: NodeIndex) -> NodeIndex { Int(nodes[node + 1].next) }

    /// Of a variable definition: the variable it defines.
    func variable(of definition: NodeIndex) -> NodeIndex { firstChild(of: definition, .variable) ?? definition }

    /// Of a variable definition: its type.
    func typeReference(of node: NodeIndex) -> NodeIndex? {
        firstChild(of: node, .namedType) ?? firstChild(of: node, .nonNullType) ?? firstChild(of: node, .listType)
    }

    /// Of a variable definition: its default.
    func defaultValue(of definition: NodeIndex) -> NodeIndex? {
        guard let type = typeReference(of: definition) else { return nil }
        let next = Int(nodes[type].next)
        return next < Int(nodes[definition].next) && nodes[next].kind != .directive ? next : nil
    }
}

extension Schema {
    /// The type a reference in a document means; nil if the schema has no such type.
    func resolve(_ reference: NodeIndex, in document: Document, _ names: DocumentNames) -> TypeReference? {
        switch document.nodes[reference].kind {
        case .listType: resolve(reference + 1, in: document, names).map(TypeReference.list)
        case .nonNullType: resolve(reference + 1, in: document, names).map(TypeReference.nonNull)
        default: type(names.text(names.id(at: reference + 1))).map { .named($0.id) }
        }
    }
}
