extension Engine {
    /// Begins a subscription (specification section 6.2.3): opens the source of its field and answers each event.
    ///
    /// - Parameters:
    ///   - variables: the request's `variables`: an object, or null.
    ///   - reportsCost: whether each event's answer tells its cost in `extensions.cost`.
    ///   - context: what the source is opened with.
    ///   - eventContext: makes what the resolvers of one event share, from `context`: new memory of what was loaded,
    ///     for example. Without it all events share `context`; what it throws ends the stream.
    /// - Throws: what refuses the subscription: variables that do not fit, or the failure of its source.
    public func subscribe(
        _ operation: PreparedOperation, variables: JSONValue = .null, reportsCost: Bool = false, context: Context,
        eventContext: @escaping @Sendable (Context) async throws(RequestErrors) -> Context = { $0 }
    ) async throws(RequestErrors) -> ResponseStream {
        let request = try await admit(operation, variables, reportsCost: reportsCost, context: context)
        let conditionValues = operation.plan.conditionValues(request.variables)
        guard let field = operation.plan.root.active(conditionValues).first, let open = field.binding.source else {
            throw RequestErrors([
                GraphQLError(
                    "Only a subscription that selects one of its type's fields is subscribed to.",
                    extensions: [.code(.validationFailed)])
            ])
        }
        let explain = { @Sendable [self] (error: any Error) in
            let failure = self.explain(error, at: field, context)
            return RequestErrors([
                GraphQLError(failure, at: field, path: [.key(field.responseKey)], conditionValues)
            ])
        }
        let events: SourceEvents
        do {
            events = try await open(context, try field.arguments.values(request.variables, schema: schema), field)
        } catch {
            throw explain(error)
        }
        return ResponseStream(
            cost: request.cost, events: events,
            answer: { [self] event throws(RequestErrors) in
                await answer(operation, request, root: event, context: try await eventContext(context))
            }, explain: explain)
    }
}
