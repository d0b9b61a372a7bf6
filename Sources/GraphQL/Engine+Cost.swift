/// A request that may run: its variables fit and it costs no more than allowed.
struct AdmittedRequest: Sendable {
    let variables: [String: InputValue]
    /// Points, by the operation's formula.
    let cost: Int
    /// Whether the answer tells `extensions.cost`.
    let reportsCost: Bool
}

extension Engine {
    /// What stands before every run, whether for one answer, many or a subscription: coerces the variables, prices the
    /// request, asks whether its caller may do all of it, and charges them. No resolver has been called yet.
    func admit(
        _ operation: PreparedOperation, _ variables: JSONValue, reportsCost: Bool, context: Context
    ) async throws(RequestErrors) -> AdmittedRequest {
        let request = try price(operation, variables, reportsCost: reportsCost)
        try checkAccess(of: operation, request.variables, context)
        if let charge = options.charge, let refusal = await charge(request.cost, context) {
            throw RequestErrors([refusal])
        }
        return request
    }

    /// Whether a caller may do all that an operation asks, without running it.
    ///
    /// - Throws: what would refuse it: variables that do not fit, too high a cost, or what the caller may not use.
    public func checkAccess(
        of operation: PreparedOperation, variables: JSONValue = .null, context: Context
    ) throws(RequestErrors) {
        try checkAccess(of: operation, price(operation, variables, reportsCost: false).variables, context)
    }

    private func checkAccess(
        of operation: PreparedOperation, _ variables: [String: InputValue], _ context: Context
    ) throws(RequestErrors) {
        guard let demands = operation.demands, let access = options.access else { return }
        try demands.check(variables, access, context)
    }

    private func price(
        _ operation: PreparedOperation, _ variables: JSONValue, reportsCost: Bool
    ) throws(RequestErrors) -> AdmittedRequest {
        let values: [String: InputValue]
        do throws(VariableErrors) {
            values = try operation.variables.coerce(variables)
        } catch {
            throw RequestErrors(error.errors)
        }
        let cost: Int
        do throws(GraphQLError) {
            cost = try operation.cost.evaluate(values, schema: schema)
        } catch {
            throw RequestErrors([error])
        }
        if let limit = options.limits.cost, cost > limit {
            throw RequestErrors([GraphQLError(cost: cost, exceeding: limit)])
        }
        return AdmittedRequest(variables: values, cost: cost, reportsCost: reportsCost)
    }

    /// The points that a request would cost, without running it.
    ///
    /// - Throws: what would refuse it: variables that do not fit, or a cost beyond the limit.
    public func cost(of operation: PreparedOperation, variables: JSONValue = .null) throws(RequestErrors) -> Int {
        try price(operation, variables, reportsCost: false).cost
    }

    /// The answer's `extensions`: the server's own, and the cost if it is asked for.
    func extensions(
        _ request: AdmittedRequest, _ answer: Result<ExecutedSelection, GraphQLError>, _ context: Context
    ) -> InputObject? {
        let own = options.extensions?(context)
        guard request.reportsCost else { return own }
        let executed = try? answer.get()
        let actual = executed.map { $0.cost(request.variables, schema: schema).costPoints } ?? 0
        let cost = InputObject([
            InputField("requested", .int(Int64(request.cost))), InputField("actual", .int(Int64(actual))),
        ])
        return InputObject((own?.fields ?? []) + [InputField("cost", .object(cost))])
    }
}

extension GraphQLError {
    fileprivate init(cost: Int, exceeding limit: Int) {
        self.init(
            "The operation costs \(cost) points; at most \(limit) are allowed. Ask for fewer items (`first`) or fields.",
            extensions: [
                .code(.costExceeded), ErrorExtension("limit", .int(Int64(limit))),
                ErrorExtension("cost", .int(Int64(cost))),
            ])
    }
}
