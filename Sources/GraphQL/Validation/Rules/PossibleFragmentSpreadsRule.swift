extension ValidationRule {
    /// A fragment applies to at least one type that may stand where it is spread (section 5.5.2.3).
    public static let possibleFragmentSpreads = ValidationRule(
        "PossibleFragmentSpreadsRule", at: .inlineFragment, .fragmentSpread
    ) { node, context in
        let schema = context.schema
        let isInline = context.nodes[node].kind == .inlineFragment
        guard let parent = context.types.parentTypes[node],
            let type = isInline ? context.types.namedTypes[node] : context.fragmentType(ofSpread: node),
            schema[type].isComposite, !schema.overlap(parent, type)
        else { return }
        let fragment = isInline ? "Fragment" : "Fragment \"\(context.nameText(of: node))\""
        context.report(
            "\(fragment) cannot be spread here as objects of type \"\(schema[parent].name)\" can never be of type"
                + " \"\(schema[type].name)\".", at: node)
    }
}

extension ValidationContext {
    fileprivate func fragmentType(ofSpread node: NodeIndex) -> TypeID? {
        guard let fragment = fragment(name(at: node + 1)) else { return nil }
        return types.namedTypes[definitions[fragment].node]
    }
}

extension Schema {
    /// Whether some object belongs to both of two composite types.
    fileprivate func overlap(_ left: TypeID, _ right: TypeID) -> Bool {
        guard left != right else { return true }
        guard self[left].isAbstract else { return isSubtype(left, of: right) }
        guard self[right].isAbstract else { return isSubtype(right, of: left) }
        return possibleTypes(left).contains { isSubtype($0, of: right) }
    }
}
