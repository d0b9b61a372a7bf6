extension Schema {
    /// The type a type reference in a document means; nil if it names none.
    public func reference(_ node: Syntax) -> TypeReference? {
        switch node.kind {
        case .listType: node.type.flatMap(reference).map(TypeReference.list)
        case .nonNullType: node.type.flatMap(reference).map(TypeReference.nonNull)
        default: type(node.nameText).map { .named($0.id) }
        }
    }
}
