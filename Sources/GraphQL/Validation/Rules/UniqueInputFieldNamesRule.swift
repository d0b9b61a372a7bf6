extension ValidationRule {
    /// An input object is given each of its fields once (section 5.6.3).
    public static let uniqueInputFieldNames = ValidationRule("UniqueInputFieldNamesRule", at: .objectValue) {
        node, context in
        var firstNames: [NameID: NodeIndex] = [:]
        context.document.forEachChild(of: node, .objectField) { field in
            let name = context.name(at: field + 1)
            if let first = firstNames[name] {
                context.report(
                    "There can be only one input field named \"\(context.text(name))\".", at: first, field + 1)
            } else {
                firstNames[name] = field + 1
            }
        }
    }
}
