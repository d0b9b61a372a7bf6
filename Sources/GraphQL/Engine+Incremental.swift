extension Engine {
    /// Runs an operation whose answer may come in parts: fragments with `@defer` and the items of lists with `@stream`
    /// follow the initial answer, in the format of graphql-js 17 (`pending`, `incremental`, `completed`).
    ///
    /// With `reportsCost` the first answer tells the cost of the whole operation, and the actual cost of itself.
    /// `execute` answers the same operation whole, as if the directives were not there.
    public func executeIncrementally(
        _ operation: PreparedOperation, variables: JSONValue = .null, reportsCost: Bool = false, context: Context
    ) async -> IncrementalResponse {
        guard let incremental = operation.incremental else {
            return .whole(await execute(operation, variables: variables, reportsCost: reportsCost, context: context))
        }
        let request: AdmittedRequest
        do throws(RequestErrors) {
            request = try await admit(operation, variables, reportsCost: reportsCost, context: context)
        } catch {
            return .whole(Response(refusal: error.errors))
        }
        guard let plan = try? incremental.plan(request.variables, schema: schema, bindings: bindings) else {
            return .whole(await answer(operation, request, root: root(context), context: context))
        }
        let execution = Execution(
            schema: schema, plan: plan, variables: request.variables, context: context,
            explain: { [self] error, field in explain(error, at: field, context) })
        var writer = ResponseWriter(
            capacity: 1024, conditionValues: execution.conditionValues, maximumErrors: options.limits.errors)
        let found: Result<ExecutedSelection, GraphQLError>
        do throws(GraphQLError) {
            found = .success(try await execution.run(root(context)))
        } catch {
            found = .failure(error)
        }
        writer.begin(found, extensions: extensions(request, found, context))
        if operation.kind == .query, writer.notes.fragments.count > options.maximumDeferredParts {
            return .whole(await answer(operation, request, root: root(context), context: context))
        }
        var state = DeliveryState(
            writer.notes, of: plan, conditionValues: execution.conditionValues, limit: options.maximumDeferredParts,
            maximumErrors: options.limits.errors)
        guard state.hasNext else { return .whole(response(&writer, request)) }
        state.appendPending(to: &writer.buffer)
        return .parts(response(&writer, request), DeferredParts(state: state, execution: execution))
    }

    private func response(_ writer: inout ResponseWriter, _ request: AdmittedRequest) -> Response {
        Response(bytes: writer.end(), errorCount: writer.errors.count, isRequestError: false, cost: request.cost)
    }
}
