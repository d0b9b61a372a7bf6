extension Engine where Context == PlainRoot {
    /// An engine that answers from trees of plain values.
    public convenience init(
        plain schema: Schema, keyedBy key: PlainKey = .fieldName,
        options: EngineOptions<PlainRoot> = EngineOptions()
    ) {
        self.init(schema: schema, binding: .plain(schema, keyedBy: key), options: options)
    }

    /// Prepares and runs an operation in one go. Whatever goes wrong is in the answer.
    ///
    /// - Parameters:
    ///   - root: the object of the operation's root type.
    ///   - variables: the request's `variables`: an object, or null.
    public func execute(
        _ source: Source, root: PlainValue = [:], variables: JSONValue = .null, operationName: String? = nil,
        rules: ValidationRules = .specified
    ) async -> Response {
        do throws(RequestErrors) {
            let operation = try prepare(source, operationName: operationName, rules: rules)
            return await execute(operation, variables: variables, context: PlainRoot(root))
        } catch {
            return Response(refusal: error.errors)
        }
    }

    /// Prepares and runs an operation, and returns its answer in the parts it comes in.
    public func executeIncrementally(
        _ source: Source, root: PlainValue = [:], variables: JSONValue = .null, operationName: String? = nil
    ) async throws -> [Response] {
        let operation: PreparedOperation
        do throws(RequestErrors) {
            operation = try prepare(source, operationName: operationName)
        } catch {
            return [Response(refusal: error.errors)]
        }
        switch await executeIncrementally(operation, variables: variables, context: PlainRoot(root)) {
        case .whole(let response): return [response]
        case .parts(let first, let rest):
            var responses = [first]
            try await rest.deliver { responses.append($0) }
            return responses
        }
    }

    /// Prepares a subscription and begins it; its field's value in `root` is `.events`.
    public func subscribe(
        _ source: Source, root: PlainValue, variables: JSONValue = .null, operationName: String? = nil,
        rules: ValidationRules = .specified
    ) async throws(RequestErrors) -> ResponseStream {
        let operation = try prepare(source, operationName: operationName, rules: rules)
        return try await subscribe(operation, variables: variables, context: PlainRoot(root))
    }
}

extension Schema {
    /// The answer to the query that asks for all of a schema (specification section 4).
    public func introspect() async -> Response {
        await Engine(plain: self).execute(Source(Self.introspectionQuery))
    }
}
