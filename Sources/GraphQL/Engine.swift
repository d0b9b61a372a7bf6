internal import Synchronization

/// A schema with its resolvers: prepares operations and runs them.
public final class Engine<Context: AnyObject & Sendable>: Sendable {
    public let schema: Schema
    let bindings: Bindings
    let root: @Sendable (Context) -> any AnyColumn
    let options: EngineOptions<Context>

    /// Fails with the list of gaps if not every field of the schema has a fitting resolver.
    public convenience init(
        schema: Schema, resolvers: Resolvers<Context>, options: EngineOptions<Context> = EngineOptions()
    ) throws(ResolverGaps) {
        self.init(schema: schema, binding: resolvers, options: options)
        let gaps = bindings.gaps(in: schema) + schema.costGaps
        if !gaps.isEmpty { throw ResolverGaps(gaps: gaps) }
    }

    /// For resolvers that are known to fit the schema.
    init(schema: Schema, binding resolvers: Resolvers<Context>, options: EngineOptions<Context>) {
        self.schema = schema
        self.options = options
        root = resolvers.root
        bindings = Bindings(resolvers.objects, resolvers.abstracts, schema: schema)
    }

    /// Parses, validates and plans a document's operation. The limits of `EngineOptions.limits` are checked first, each
    /// before the work it bounds.
    ///
    /// - Parameters:
    ///   - operationName: which operation, needed if the document holds several.
    ///   - rules: which rules the document is checked by. With fewer than the specification's, what a rule would have
    ///     refused is answered as graphql-js does: a field that does not exist is left out, for example.
    public func prepare(
        _ source: Source, operationName: String? = nil, rules: ValidationRules = .specified
    ) throws(RequestErrors) -> PreparedOperation {
        let limits = options.limits
        if let excess = limits.excess(of: source) { throw RequestErrors([excess]) }
        let document: Document
        do throws(GraphQLError) {
            document = try parse(source, maxTokens: limits.tokens)
        } catch {
            throw RequestErrors([error])
        }
        let excesses = limits.excesses(of: document)
        if !excesses.isEmpty { throw RequestErrors(excesses) }
        let errors = schema.validate(document, rules: rules, maxErrors: limits.errors ?? .max)
        if !errors.isEmpty { throw RequestErrors(errors) }
        let operation = try document.operation(named: operationName)
        guard schema.rootType(operation.operation) != nil else {
            throw RequestErrors([
                GraphQLError(
                    "Schema is not configured to execute \(operation.operation.keyword) operation.", at: operation,
                    code: .validationFailed)
            ])
        }
        let plan = try plan(operation)
        return PreparedOperation(
            name: operation.firstChild(.name)?.text, documentSize: source.bytes.count, plan: plan,
            variables: VariableDefinitions(of: operation, schema: schema),
            cost: CostFormula(of: plan, schema: schema),
            demands: options.access.flatMap { AccessDemands(of: plan, directive: $0.directive) },
            incremental: IncrementalPlans(of: operation, schema: schema))
    }

    private func plan(_ operation: Syntax) throws(RequestErrors) -> Plan {
        do throws(GraphQLError) {
            return try Planner.plan(operation, schema: schema, bindings: bindings)
        } catch {
            throw RequestErrors([error])
        }
    }

    /// Runs an operation. Whatever goes wrong is in the answer.
    ///
    /// A subscription is not run but subscribed to (`subscribe`).
    ///
    /// - Parameters:
    ///   - variables: the request's `variables`: an object, or null.
    ///   - reportsCost: whether the answer tells what was `requested` and the `actual` cost, in `extensions.cost`.
    public func execute(
        _ operation: PreparedOperation, variables: JSONValue = .null, reportsCost: Bool = false, context: Context
    ) async -> Response {
        let request: AdmittedRequest
        do throws(RequestErrors) {
            request = try await admit(operation, variables, reportsCost: reportsCost, context: context)
        } catch {
            return Response(refusal: error.errors)
        }
        return await answer(operation, request, root: root(context), context: context)
    }

    /// Runs an operation for an admitted request.
    ///
    /// - Parameter root: the one object of the operation's root type.
    func answer(
        _ operation: PreparedOperation, _ request: AdmittedRequest, root: any AnyColumn, context: Context
    ) async -> Response {
        let execution = Execution(
            schema: schema, plan: operation.plan, variables: request.variables, context: context,
            explain: { [self] error, field in explain(error, at: field, context) })
        let answer: Result<ExecutedSelection, GraphQLError>
        do throws(GraphQLError) {
            answer = .success(try await execution.run(root))
        } catch {
            answer = .failure(error)
        }
        var writer = ResponseWriter(
            capacity: operation.typicalSize.load(ordering: .relaxed), conditionValues: execution.conditionValues,
            maximumErrors: options.limits.errors)
        let bytes = writer.answer(answer, extensions: extensions(request, answer, context))
        operation.typicalSize.store(bytes.count + bytes.count / 8 + 64, ordering: .relaxed)
        return Response(
            bytes: bytes, errorCount: writer.errors.count, isRequestError: false, cost: request.cost,
            exceeded: writer.hasLeftOutErrors ? .errors : nil)
    }

    /// What the client may read of what a resolver threw.
    func explain(_ error: any Error, at field: PlannedField, _ context: Context) -> FieldError {
        error as? FieldError ?? (error as? GraphQLError).map(FieldError.init) ?? options.explain(error, field, context)
    }
}

/// What a server decides about its engine.
public struct EngineOptions<Context: AnyObject & Sendable>: Sendable {
    /// Who may use what; without it everybody everything.
    public var access: AccessPolicy<Context>?
    /// Takes what a request costs before it runs; the error refuses it.
    public var charge: (@Sendable (_ cost: Int, Context) async -> GraphQLError?)?
    /// How much one operation may ask.
    public var limits = OperationLimits()
    /// Turns an error that is no `FieldError` into what the client may read. The default masks it.
    public var explain: @Sendable (any Error, PlannedField, Context) -> FieldError = { _, _, _ in
        FieldError("The server failed to answer this field.", code: .internal)
    }
    /// How many deferred fragments and streamed lists an answer may have. A query that begins with more is answered
    /// whole; those that come up later fail.
    public var maximumDeferredParts = 1000
    /// The answer's `extensions`, asked for when everything has been resolved.
    public var extensions: (@Sendable (Context) -> InputObject?)?

    public init() {}
}

/// The schema promises what no resolver keeps: why a server does not start.
public struct ResolverGaps: Error, CustomStringConvertible {
    public let gaps: [String]

    public var description: String {
        "The schema and its resolvers do not fit:\n" + gaps.map { "  \($0)\n" }.joined()
    }
}

/// Why a request was refused before it ran. Its answer has no `data`.
public struct RequestErrors: Error, Sendable {
    public let errors: [GraphQLError]

    public init(_ errors: [GraphQLError]) {
        self.errors = errors
    }
}

extension GraphQLError {
    /// A field's failure at its places in the document and in the answer.
    init(_ failure: FieldError, at field: PlannedField, path: [PathSegment], _ conditionValues: [Bool]) {
        self.init(
            failure.message,
            locations: failure.locations.isEmpty ? field.locations(conditionValues) : failure.locations, path: path,
            extensions: failure.extensions)
    }
}

extension FieldError {
    /// An argument that does not fit, as coercion words it.
    init(_ error: GraphQLError) {
        self.init(error.message, extensions: error.extensions.isEmpty ? [.code(.badUserInput)] : error.extensions)
        locations = error.locations
    }
}
