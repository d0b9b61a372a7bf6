/// By which directive a schema says what it demands of a caller, and how a caller meets it.
public struct AccessPolicy<Context: AnyObject & Sendable>: Sendable {
    /// On a field it holds for the field, on an object type for each of its fields.
    public let directive: String
    /// The error that refuses the operation, nil if the caller may use the field (its coordinate is `Type.field`).
    let refusal: @Sendable (AppliedDirective, _ coordinate: String, Context) -> GraphQLError?

    public init(
        directive: String, refusal: @escaping @Sendable (AppliedDirective, String, Context) -> GraphQLError?
    ) {
        self.directive = directive
        self.refusal = refusal
    }
}

/// What an operation's fields demand of its caller, wherever they stand, found once when it is planned.
struct AccessDemands: Sendable {
    private struct Demand: Sendable {
        let directives: [AppliedDirective]
        let field: PlannedField
        /// The conditions of each place that names it; none if it is always answered.
        let conditions: [[Condition]]
    }

    private var demands: [Demand] = []
    private let conditionVariables: [String]

    /// Nil if the operation demands nothing.
    init?(of plan: Plan, directive: String) {
        conditionVariables = plan.conditionVariables
        var visited: Set<ObjectIdentifier> = []
        add(plan.root, directive, &visited)
        if demands.isEmpty { return nil }
    }

    private mutating func add(
        _ selection: PlannedSelection, _ directive: String, _ visited: inout Set<ObjectIdentifier>
    ) {
        guard visited.insert(ObjectIdentifier(selection)).inserted else { return }
        for (index, field) in selection.fields.enumerated() {
            let directives = (selection.type.directives + field.definition.directives).filter { $0.name == directive }
            if !directives.isEmpty {
                let conditions = selection.order.filter { $0.field == index }.map(\.conditions)
                demands.append(
                    Demand(
                        directives: directives, field: field, conditions: conditions.contains([]) ? [] : conditions))
            }
            for below in field.selections { add(below, directive, &visited) }
        }
    }

    /// Throws one error for each field that is asked for and refused, the limits of answers aside: there are no more
    /// than fields in the document.
    func check<Context>(
        _ variables: [String: InputValue], _ policy: AccessPolicy<Context>, _ context: Context
    ) throws(RequestErrors) {
        let conditionValues = conditionVariables.map { variables[$0] == .boolean(true) }
        var errors: [GraphQLError] = []
        for demand in demands {
            guard demand.conditions.isEmpty || demand.conditions.contains(where: { $0.hold(conditionValues) }) else {
                continue
            }
            let refusals = demand.directives.lazy.compactMap { policy.refusal($0, demand.field.coordinate, context) }
            guard var error = refusals.first else { continue }
            error.locations = demand.field.locations(conditionValues)
            errors.append(error)
        }
        if !errors.isEmpty { throw RequestErrors(errors) }
    }
}
