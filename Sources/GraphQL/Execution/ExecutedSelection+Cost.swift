extension ExecutedSelection {
    /// What the selection cost, by the prices of its operation (`CostFormula`), the objects that called its fields and
    /// the items that were found; in thousandths of a point. Objects that stand in several places are counted once, as
    /// they were resolved once.
    func cost(_ variables: [String: InputValue], schema: Schema) -> Int {
        fields.reduce(0) { sum, executed in
            let price = executed.field.price
            let calls = price.call(variables, schema: schema).multipliedSaturated(by: count)
            guard let resolved = executed.resolved else { return sum.addingSaturated(calls) }
            let items = max(0, price.itemWeight).multipliedSaturated(by: resolved.count)
            return sum.addingSaturated(calls).addingSaturated(items)
                .addingSaturated(resolved.child.cost(variables, schema: schema))
        }
    }
}

extension ResolvedField.Child {
    fileprivate func cost(_ variables: [String: InputValue], schema: Schema) -> Int {
        switch self {
        case .leaf: 0
        case .object(let selection): selection.cost(variables, schema: schema)
        case .abstract(let abstract):
            abstract.selections.reduce(0) { $0.addingSaturated($1?.cost(variables, schema: schema) ?? 0) }
        }
    }
}
