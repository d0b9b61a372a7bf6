internal import Synchronization

/// An operation parsed, validated and planned; knows nothing of who asks.
public final class PreparedOperation: Sendable {
    public let name: String?
    /// Bytes of the document it came from; what a cache of operations counts.
    public let documentSize: Int
    let plan: Plan
    /// Of an operation that uses `@defer` or `@stream`.
    let incremental: IncrementalPlans?
    let variables: VariableDefinitions
    let cost: CostFormula
    /// What it demands of its caller; nil if nothing.
    let demands: AccessDemands?
    /// How long its answers may be reused; nil if they may not.
    public let cacheControl: CacheControl?
    /// Whether it asks for a list anywhere.
    public var hasLists: Bool { plan.root.hasLists }
    /// How much room the next answer probably takes, in bytes.
    let typicalSize = Atomic<Int>(512)

    init(
        name: String?, documentSize: Int, plan: Plan, variables: VariableDefinitions, cost: CostFormula,
        demands: AccessDemands? = nil, incremental: IncrementalPlans? = nil
    ) {
        self.incremental = incremental
        cacheControl = incremental == nil ? CacheControl(of: plan) : nil
        self.name = name
        self.documentSize = documentSize
        self.plan = plan
        self.variables = variables
        self.cost = cost
        self.demands = demands
    }

    public var kind: OperationKind { plan.operation }
    /// Whether its answer may come in parts (`Engine.executeIncrementally`).
    public var isIncremental: Bool { incremental != nil }
}

/// The answer to a request.
public struct Response: Sendable {
    /// The whole JSON object.
    public let bytes: ResponseBytes
    public let errorCount: Int
    /// Whether it was refused before it ran, so that there is no `data`.
    public let isRequestError: Bool
    /// The points the request was charged; nil if it was refused, and for parts that follow a first answer.
    public let cost: Int?
    /// The limit that refused it or cut it short.
    public let exceeded: OperationLimit?
    /// Why it was refused before it ran; empty if it ran.
    public let refusals: [GraphQLError]

    /// Whether nothing went wrong in it, so that it may be given to others who ask the same.
    public var isComplete: Bool { errorCount == 0 && !isRequestError }

    init(
        bytes: ResponseBytes, errorCount: Int, isRequestError: Bool, cost: Int? = nil,
        exceeded: OperationLimit? = nil, refusals: [GraphQLError] = []
    ) {
        self.bytes = bytes
        self.errorCount = errorCount
        self.isRequestError = isRequestError
        self.cost = cost
        self.exceeded = exceeded
        self.refusals = refusals
    }

    /// The answer to a request that does not run.
    public init(refusal errors: [GraphQLError]) {
        var buffer = ResponseBuffer()
        buffer.append(refusal: errors)
        self.init(
            bytes: buffer.finish(), errorCount: errors.count, isRequestError: true,
            exceeded: errors.lazy.compactMap(\.exceededLimit).first, refusals: errors)
    }
}

extension Document {
    /// The operation a request means (specification section 6.1, GetOperation).
    func operation(named name: String?) throws(RequestErrors) -> Syntax {
        let operations = Array(root.children(.operationDefinition))
        let message: String
        if let name {
            if let found = operations.first(where: { $0.firstChild(.name)?.text == name }) { return found }
            message = "Unknown operation named \"\(name)\"."
        } else {
            if operations.count == 1 { return operations[0] }
            message =
                operations.isEmpty
                ? "Must provide an operation." : "Must provide operation name if query contains multiple operations."
        }
        throw RequestErrors([GraphQLError(message, extensions: [.code(.validationFailed)])])
    }
}
