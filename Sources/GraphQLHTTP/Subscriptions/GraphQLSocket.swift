import EventLoop
import GraphQL
import HTTPServer

/// Serves one WebSocket: does what its session decides, and runs each operation as a task of its own.
///
/// Answers wait while the client lags behind, and so do the sources they come from; one that takes nothing at all is
/// closed by the HTTP server.
final class GraphQLSocket<Context: AnyObject & Sendable>: Sendable {
    private struct State {
        var session: SocketSession
        var operations: [SocketSession.OperationKey: Operation] = [:]
        var isStopping = false

        /// The server stops, and only what would last is left.
        var hasFinished: Bool { isStopping && operations.values.allSatisfy(\.isSubscription) }
    }

    private struct Operation {
        let task: Task<Void, Never>
        let isSubscription: Bool
        /// Ends it when it takes too long; a subscription may take as long as it likes.
        let limit: LoopTimer?

        func cancel() {
            task.cancel()
            limit?.cancel()
        }
    }

    private let endpoint: GraphQLEndpoint<Context>
    private let request: HTTPRequest
    private let socket: WebSocket
    private let state: LoopBound<State>

    init(_ socket: WebSocket, endpoint: GraphQLEndpoint<Context>, request: HTTPRequest) {
        self.endpoint = endpoint
        self.request = request
        self.socket = socket
        let limits = endpoint.configuration.subscriptions
        state = LoopBound(
            socket.loop, State(session: SocketSession(maximumOperations: limits.operationsPerSocket)))
    }

    /// Serves the client until the socket closes; no operation runs on afterwards.
    func run() async {
        let patience = socket.loop.schedule(after: endpoint.configuration.subscriptions.initTimeout) { [self] in
            guard !state.withValue({ $0.session.isInitialized }) else { return }
            socket.close(.initializationTimeout, "No \"connection_init\" came in time.")
        }
        socket.whenServerStops { [self] in
            state.withValue { state in
                state.isStopping = true
                state.session.stop()
            }
            closeIfFinished()
        }
        for await message in socket {
            await perform(state.withValue { $0.session.receive(message.span) }, message)
        }
        patience.cancel()
        let tasks = state.withValue { state in
            state.operations.values.map { operation in
                operation.cancel()
                return operation.task
            }
        }
        for task in tasks { await task.value }
    }

    private func perform(_ action: SocketSession.Action, _ message: [UInt8]) async {
        switch action {
        case .nothing: break
        case .acknowledge: await send(.connectionAck)
        case .pong(let payload): await send(.pong(payload))
        case .start(let key, let parameters): await start(key, message, parameters)
        case .stop(let key): state.withValue { $0.operations[key]?.cancel() }
        case .refuse(let id, let error): await send(.error(id: id, Response(refusal: [error])))
        case .close(let code, let reason): socket.close(code, reason)
        }
    }

    /// Ends the socket once the server stops and queries and mutations are answered. Subscriptions end with it, without
    /// `complete`, so that clients open them again elsewhere.
    private func closeIfFinished() {
        if state.withValue({ $0.hasFinished }) { socket.closeForStop() }
    }

    /// One whose socket has closed hears it from the sequence of messages.
    private func send(_ message: ServerMessage) async { try? await socket.send(message.bytes) }

    // MARK: Operations

    private func start(_ key: SocketSession.OperationKey, _ message: [UInt8], _ parameters: Range<Int>) async {
        let scope = endpoint.scope(
            for: request, connectionParameters: state.withValue { $0.session.connectionParameters })
        do throws(RequestFailure) {
            let clientLimit = { [endpoint, request] in endpoint.limit(request) }
            let lookup = try endpoint.operations.find(body: message.span.extracting(parameters), limit: clientLimit)
            let found = try await endpoint.operations.find(lookup, limit: clientLimit)
            let task = socket.loop.spawn { [self] in await run(key, found, scope) }
            let isSubscription = found.operation.kind == .subscription
            let limit =
                isSubscription
                ? nil : socket.loop.schedule(after: endpoint.configuration.requestTimeout) { task.cancel() }
            state.withValue { $0.operations[key] = Operation(task: task, isSubscription: isSubscription, limit: limit) }
        } catch {
            endpoint.report(error, error.outcome, request, scope, status: .switchingProtocols, bytes: 0)
            // What is no request at all is no message of the protocol either.
            if error.kind == .graphQL(.unreadable) || error.kind == .graphQL(.badParameters) {
                return socket.close(.badRequest, error.errors.first?.message ?? "")
            }
            await finish(key, with: .error(id: key.id, Response(refusal: error.errors)))
        }
    }

    private func run(_ key: SocketSession.OperationKey, _ found: FoundOperation, _ scope: RequestScope) async {
        do {
            try await endpoint.answers(
                to: found, request, scope, status: .switchingProtocols,
                expired: { [socket] in socket.close(.unauthorized, GraphQLError.expiredToken.message) }
            ) { [self] response in
                guard state.withValue({ $0.session.isRunning(key) }) else { return }
                if response.isRequestError { return await finish(key, with: .error(id: key.id, response)) }
                try await socket.send(ServerMessage.next(id: key.id, response).bytes)
            }
            await finish(key, with: .complete(id: key.id))
        } catch let error as RequestErrors {
            await finish(key, with: .error(id: key.id, Response(refusal: error.errors)))
        } catch {
            // The socket has closed.
            await finish(key, with: nil)
        }
    }

    /// Forgets an operation and tells the client, unless it completed the operation itself.
    private func finish(_ key: SocketSession.OperationKey, with message: ServerMessage?) async {
        let isAwaited = state.withValue { state in
            state.operations.removeValue(forKey: key)?.limit?.cancel()
            return state.session.finish(key)
        }
        if isAwaited, let message { await send(message) }
        closeIfFinished()
    }
}
