/// What an operation costs, as far as it is known before a request; evaluated bottom-up, each selection once however
/// many fields share it.
///
///     cost of a selection = sum over its fields: call + size × item
///     item                = weight of an item + the dearest selection below
struct CostFormula: Sendable {
    private struct Field {
        let name: String
        let price: FieldPrice
        /// The conditions of each place that names it; none if it is always answered.
        let conditions: [[Condition]]
        /// Places in `selections`.
        let selections: [Int]
    }

    /// Fields in `fields`, those of one selection side by side.
    private var fields: [Field] = []
    /// Those below stand before those above; the root is the last.
    private var selections: [Range<Int>] = []
    private let conditionVariables: [String]
    /// The cost of every request, if no variable decides about it.
    private(set) var constant: Int?

    init(of plan: Plan, schema: Schema) {
        conditionVariables = plan.conditionVariables
        var places: [ObjectIdentifier: Int] = [:]
        _ = add(plan.root, &places)
        let isVariable = fields.contains { $0.price.isVariable || !$0.conditions.isEmpty }
        // What refuses every request is told to each.
        if !isVariable { constant = try? evaluate([:], schema: schema) }
    }

    private mutating func add(_ selection: PlannedSelection, _ places: inout [ObjectIdentifier: Int]) -> Int {
        if let known = places[ObjectIdentifier(selection)] { return known }
        var conditions = [[[Condition]]](repeating: [], count: selection.fields.count)
        for place in selection.order { conditions[place.field].append(place.conditions) }
        var added: [Field] = []
        added.reserveCapacity(selection.fields.count)
        for (field, conditions) in zip(selection.fields, conditions) {
            added.append(
                Field(
                    name: field.definition.name, price: field.price,
                    conditions: conditions.contains([]) ? [] : conditions,
                    selections: field.selections.map { add($0, &places) }))
        }
        fields += added
        selections.append(fields.count - added.count..<fields.count)
        places[ObjectIdentifier(selection)] = selections.count - 1
        return selections.count - 1
    }

    /// The points that a request costs, rounded up.
    ///
    /// - Throws: that a field lacks the argument that tells its size.
    func evaluate(_ variables: [String: InputValue], schema: Schema) throws(GraphQLError) -> Int {
        if let constant { return constant }
        let conditionValues = conditionVariables.map { variables[$0] == .boolean(true) }
        var costs = [FieldCost](repeating: FieldCost(), count: fields.count)
        var sums: [Int] = []
        sums.reserveCapacity(selections.count)
        for selection in selections {
            for place in selection {
                let field = fields[place]
                guard field.conditions.isEmpty || field.conditions.contains(where: { $0.hold(conditionValues) })
                else { continue }
                let size = try field.price.listSize(variables, schema: schema)
                let sized = field.price.sizedFields
                let below = field.selections.map { below in
                    sized.isEmpty ? sums[below] : sum(of: below, costs, sized: sized, size)
                }
                costs[place] = FieldCost(
                    call: field.price.call(variables, schema: schema),
                    item: max(0, field.price.itemWeight.addingSaturated(below.max() ?? 0)),
                    size: sized.isEmpty ? size : 1)
            }
            sums.append(selection.reduce(0) { $0.addingSaturated(costs[$1].total) })
        }
        return (sums.last ?? 0).costPoints
    }

    /// The cost of a selection whose parent tells the size of some of its lists.
    private func sum(of selection: Int, _ costs: [FieldCost], sized: [String], _ size: Int) -> Int {
        selections[selection].reduce(0) { sum, place in
            var cost = costs[place]
            if fields[place].price.isList, sized.contains(fields[place].name) { cost.size = size }
            return sum.addingSaturated(cost.total)
        }
    }
}

/// What one field costs in a request. All zero if it is left out.
private struct FieldCost {
    var call = 0
    var item = 0
    var size = 0

    var total: Int { call.addingSaturated(item.multipliedSaturated(by: size)) }
}
