extension Syntax {
    /// The node's name: of a field the name behind an alias, of a variable definition the variable's. Of a type
    /// reference, the name it ends in.
    public var name: Syntax? {
        switch kind {
        case .name: self
        case .listType, .nonNullType: children.first { _ in true }?.name
        case .variableDefinition: variable?.name
        case .field where flags.contains(.hasAlias): children.dropFirst().first { _ in true }
        default: firstChild(.name)
        }
    }

    /// The text of `name`; empty where there is none.
    public var nameText: String { name?.text ?? "" }

    public var alias: Syntax? { flags.contains(.hasAlias) ? firstChild(.name) : nil }

    /// The key of a field in the answer: its alias, or else its name.
    public var responseKey: String { firstChild(.name)?.text ?? "" }

    public var operation: OperationKind { flags.operation }
    public var selectionSet: Syntax? { firstChild(.selectionSet) }
    public var arguments: some Sequence<Syntax> { children(.argument) }
    public var directives: some Sequence<Syntax> { children(.directive) }
    public var variableDefinitions: some Sequence<Syntax> { children(.variableDefinition) }

    /// Of a fragment: the type it applies to.
    public var typeCondition: Syntax? { firstChild(.namedType) }

    /// Of a definition: the string in front of it.
    public var description: Syntax? {
        guard let first = children.first(where: { _ in true }), first.kind == .stringValue else { return nil }
        return kind == .argument || kind == .objectField || kind == .listValue ? nil : first
    }

    /// Of a variable, field or input value definition: its type.
    public var type: Syntax? {
        children.first { $0.kind == .namedType || $0.kind == .listType || $0.kind == .nonNullType }
    }

    /// Of an argument or object field: its value. Of a variable or input value definition: its default.
    public var value: Syntax? {
        let isDefinition = kind == .variableDefinition || kind == .inputValueDefinition
        var sawType = !isDefinition
        for child in children {
            switch child.kind {
            case .namedType, .listType, .nonNullType: sawType = true
            case .name, .directive: continue
            case .variable where isDefinition: continue
            default: if sawType { return child }
            }
        }
        return nil
    }

    /// Of a variable definition: the variable it defines.
    public var variable: Syntax? { firstChild(.variable) }
}
