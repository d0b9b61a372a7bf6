extension ValidationRule {
    /// Scalars and enums are selected without subfields, everything else with some (section 5.3.3).
    public static let scalarLeafs = ValidationRule("ScalarLeafsRule", at: .field) { node, context in
        guard let type = context.types.namedTypes[node], let definition = context.types.fields[node] else { return }
        let selectionSet = context.document.firstChild(of: node, .selectionSet)
        let isLeaf = context.schema[type].isLeaf
        guard isLeaf == (selectionSet != nil) else { return }
        let name = context.fieldNameText(node)
        let typeName = context.schema.print(definition.type)
        if let selectionSet {
            context.report(
                "Field \"\(name)\" must not have a selection since type \"\(typeName)\" has no subfields.",
                at: selectionSet)
        } else {
            context.report(
                "Field \"\(name)\" of type \"\(typeName)\" must have a selection of subfields."
                    + " Did you mean \"\(name) { ... }\"?", at: node)
        }
    }
}
