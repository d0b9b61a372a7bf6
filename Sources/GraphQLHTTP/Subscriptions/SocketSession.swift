import GraphQL
import HTTPServer

/// One client's conversation over `graphql-transport-ws`: decides what each message leads to. It does no I/O; tests
/// drive it by hand.
struct SocketSession {
    /// Tells an operation from a later one of the same id.
    struct OperationKey: Hashable, Sendable {
        let id: String
        let number: Int
    }

    enum Action: Equatable {
        case nothing
        case acknowledge
        case pong(JSONValue)
        /// With the place of the request's parameters in the message.
        case start(OperationKey, parameters: Range<Int>)
        case stop(OperationKey)
        /// Answer this one operation with an error.
        case refuse(id: String, GraphQLError)
        case close(WebSocketCloseCode, String)
    }

    /// The subprotocol's name in the handshake.
    static let subprotocol = "graphql-transport-ws"

    private let maximumOperations: Int
    private(set) var isInitialized = false
    /// What the client sent to introduce itself: an object, or null.
    private(set) var connectionParameters = JSONValue.null
    private var operations: [String: OperationKey] = [:]
    private var lastNumber = 0
    /// The server stops: nothing new begins.
    private var isStopping = false

    init(maximumOperations: Int) { self.maximumOperations = maximumOperations }

    mutating func receive(_ text: Span<UInt8>) -> Action {
        let message: ClientMessage
        do throws(ClientMessage.Malformed) {
            message = try ClientMessage(text)
        } catch {
            return .close(.badRequest, error.reason)
        }
        switch message {
        case .connectionInit(let payload):
            if isInitialized { return .close(.tooManyInitializations, "The connection is initialised already.") }
            (isInitialized, connectionParameters) = (true, payload)
            return .acknowledge
        case .ping(let payload): return .pong(payload)
        case .pong: return .nothing
        case .subscribe(let id, let payload): return start(id, payload)
        case .complete(let id):
            guard let key = operations.removeValue(forKey: id) else { return .nothing }
            return .stop(key)
        }
    }

    private mutating func start(_ id: String, _ payload: Range<Int>) -> Action {
        guard isInitialized else {
            return .close(.unauthorized, "Send \"connection_init\" and wait for \"connection_ack\" first.")
        }
        guard operations[id] == nil else {
            return .close(.subscriberAlreadyExists, "An operation with the id \"\(id)\" is running.")
        }
        guard !isStopping else {
            return .refuse(
                id: id,
                GraphQLError(
                    "The server stops, so no operation begins on this socket any more. Open another socket.",
                    extensions: [.code(.serverStopping)]))
        }
        guard operations.count < maximumOperations else {
            return .refuse(
                id: id,
                GraphQLError(
                    "\(maximumOperations) operations run on this socket, which is the most. Complete one, or open another socket.",
                    extensions: [.code(.tooManyOperations)]))
        }
        lastNumber += 1
        let key = OperationKey(id: id, number: lastNumber)
        operations[id] = key
        return .start(key, parameters: payload)
    }

    /// The server stops: what is sent from now on is refused.
    mutating func stop() { isStopping = true }

    /// Whether the client still waits for this operation.
    func isRunning(_ key: OperationKey) -> Bool { operations[key.id] == key }

    /// The operation ended by itself. False when the client completed it before, and must not hear of it any more.
    mutating func finish(_ key: OperationKey) -> Bool {
        guard isRunning(key) else { return false }
        operations[key.id] = nil
        return true
    }
}

/// The codes of `graphql-transport-ws`.
extension WebSocketCloseCode {
    static let badRequest = WebSocketCloseCode(rawValue: 4400)
    static let unauthorized = WebSocketCloseCode(rawValue: 4401)
    static let subprotocolNotAcceptable = WebSocketCloseCode(rawValue: 4406)
    static let initializationTimeout = WebSocketCloseCode(rawValue: 4408)
    static let subscriberAlreadyExists = WebSocketCloseCode(rawValue: 4409)
    static let tooManyInitializations = WebSocketCloseCode(rawValue: 4429)
}

extension ErrorCode {
    /// The server ends; another, or its successor, serves.
    static let serverStopping = ErrorCode(rawValue: "SERVER_STOPPING")
    /// More operations at a time than a socket may have.
    static let tooManyOperations = ErrorCode(rawValue: "TOO_MANY_OPERATIONS")
}
