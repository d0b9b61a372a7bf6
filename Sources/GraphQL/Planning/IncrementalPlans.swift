internal import Synchronization

/// The plans of an operation that uses `@defer` or `@stream`, each made for some values of its conditions.
final class IncrementalPlans: Sendable {
    /// More conditions' values than that are planned for, but not kept.
    private static let capacity = 16

    private let operation: Syntax
    /// The variables that `@skip`, `@include`, `@defer` and `@stream` ask.
    private let conditionVariables: [String]
    private let plans = Mutex<[[Bool]: Plan]>([:])

    /// Nil if the operation's document has no such directive, or the schema does not declare them.
    init?(of operation: Syntax, schema: Schema) {
        guard operation.operation != .subscription else { return nil }
        let directives = ["defer", "stream"].filter { schema.directive($0) != nil }
        guard !directives.isEmpty else { return nil }
        let document = operation.document
        var isIncremental = false
        var variables: Set<String> = []
        for index in document.nodes.indices where document.nodes[index].kind == .directive {
            let directive = Syntax(document: document, index: index)
            let name = directive.nameText
            if directives.contains(name) { isIncremental = true } else if name != "skip", name != "include" { continue }
            for argument in directive.arguments where argument.nameText == "if" {
                if let value = argument.value, value.kind == .variable { variables.insert(value.nameText) }
            }
        }
        guard isIncremental else { return nil }
        self.operation = operation
        conditionVariables = variables.sorted()
    }

    /// The plan for a request's variables; nil if a condition is null, which only the plan of any values tells.
    func plan(
        _ variables: [String: InputValue], schema: Schema, bindings: Bindings
    ) throws(GraphQLError) -> Plan? {
        var values: [String: Bool] = [:]
        for name in conditionVariables {
            guard let value = variables[name] else { continue }
            guard let flag = value.boolean else { return nil }
            values[name] = flag
        }
        let key = conditionVariables.map { values[$0] ?? true }
        if let known = plans.withLock({ $0[key] }) { return known }
        let plan = try Planner.plan(
            operation, schema: schema, bindings: bindings, settled: SettledConditions(values: values))
        plans.withLock { plans in
            if plans.count < Self.capacity { plans[key] = plan }
        }
        return plan
    }
}
