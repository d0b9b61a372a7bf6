extension ValidationRule {
    /// Every selected field is defined on the type it is selected from (section 5.3.1).
    public static let fieldsOnCorrectType = ValidationRule("FieldsOnCorrectTypeRule", at: .field) { node, context in
        guard !context.types.fields.contains(node), let parentID = context.types.parentTypes[node] else { return }
        let parent = context.schema[parentID]
        let name = context.fieldNameText(node)
        let types = context.schema.typesToSelect(name, from: parent)
        let hint =
            types.isEmpty
            ? Suggestions.didYouMean(Suggestions.list(for: name, among: parent.fields.lazy.map(\.name)))
            : Suggestions.didYouMean(types.map(\.name), "to use an inline fragment on")
        context.report("Cannot query field \"\(name)\" on type \"\(parent.name)\".\(hint)", at: node)
    }
}

extension Schema {
    /// The types below an abstract one that have a field: those that more of the possible types belong to come first,
    /// then interfaces before what implements them.
    fileprivate func typesToSelect(_ field: String, from parent: TypeDefinition) -> [TypeDefinition] {
        guard parent.isAbstract else { return [] }
        var usageCounts: [TypeID: Int] = [:]
        for possible in possibleTypes(parent.id) where self[possible].field(field) != nil {
            usageCounts[possible] = 1
            for interface in self[possible].interfaces where self[interface].field(field) != nil {
                usageCounts[interface, default: 0] += 1
            }
        }
        return usageCounts.keys.sorted { left, right in
            let leftCount = usageCounts[left] ?? 0
            let rightCount = usageCounts[right] ?? 0
            if leftCount != rightCount { return leftCount > rightCount }
            if self[left].kind == .interface, isSubtype(right, of: left) { return true }
            if self[right].kind == .interface, isSubtype(left, of: right) { return false }
            return Suggestions.naturallyPrecedes(self[left].name, self[right].name)
        }.map { self[$0] }
    }
}
