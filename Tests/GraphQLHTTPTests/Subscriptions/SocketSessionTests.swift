import GraphQL
import Testing

@testable import GraphQLHTTP

@Suite struct SocketSessionTests {
    private var session = SocketSession(maximumOperations: 2)

    private mutating func receive(_ text: String) -> SocketSession.Action {
        session.receive(Array(text.utf8).span)
    }

    private mutating func initialize() {
        #expect(receive(#"{"type":"connection_init"}"#) == .acknowledge)
    }

    @Test mutating func `the client introduces itself once`() {
        #expect(receive(#"{"type":"connection_init","payload":{"token":"t"}}"#) == .acknowledge)
        #expect(session.connectionParameters == .object([JSONMember("token", .string("t"))]))
        #expect(
            receive(#"{"type":"connection_init"}"#)
                == .close(.tooManyInitializations, "The connection is initialised already."))
    }

    @Test mutating func `operations need the introduction`() {
        #expect(
            receive(#"{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}"#)
                == .close(.unauthorized, "Send \"connection_init\" and wait for \"connection_ack\" first."))
    }

    @Test mutating func `an id is taken until its operation ends, from either side`() {
        initialize()
        let subscribe = #"{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}"#
        let first = SocketSession.OperationKey(id: "1", number: 1)
        #expect(receive(subscribe) == .start(first, parameters: 39..<60))
        #expect(receive(subscribe) == .close(.subscriberAlreadyExists, "An operation with the id \"1\" is running."))
        #expect(receive(#"{"id":"1","type":"complete"}"#) == .stop(first))
        #expect(receive(#"{"id":"1","type":"complete"}"#) == .nothing)
        #expect(session.finish(first) == false)
        let second = SocketSession.OperationKey(id: "1", number: 2)
        #expect(receive(subscribe) == .start(second, parameters: 39..<60))
        #expect(!session.isRunning(first) && session.isRunning(second))
        #expect(session.finish(second) == true)
        #expect(!session.isRunning(second))
    }

    @Test mutating func `too many operations are refused one by one`() {
        initialize()
        for id in 1...2 { _ = receive(#"{"id":"\#(id)","type":"subscribe","payload":{"query":"{ hello }"}}"#) }
        guard case .refuse("3", let error) = receive(#"{"id":"3","type":"subscribe","payload":{"query":"{ hello }"}}"#)
        else { return #expect(Bool(false), "the third was not refused") }
        #expect(error.message.hasPrefix("2 operations run on this socket, which is the most."))
        #expect(receive(#"{"id":"2","type":"complete"}"#) != .nothing)
        #expect(receive(#"{"id":"3","type":"subscribe","payload":{"query":"{ hello }"}}"#) != .nothing)
    }

    @Test mutating func `once the server stops nothing new begins, and what runs goes on`() {
        initialize()
        _ = receive(#"{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}"#)
        session.stop()
        guard case .refuse("2", let error) = receive(#"{"id":"2","type":"subscribe","payload":{"query":"{ hello }"}}"#)
        else { return #expect(Bool(false), "the second was not refused") }
        #expect(
            error.message == "The server stops, so no operation begins on this socket any more. Open another socket.")
        #expect(session.finish(SocketSession.OperationKey(id: "1", number: 1)) == true)
    }

    @Test mutating func `pings are answered with their payload, pongs are taken`() {
        #expect(receive(#"{"type":"ping"}"#) == .pong(.null))
        #expect(receive(#"{"type":"ping","payload":{"n":1}}"#) == .pong(.object([JSONMember("n", .number("1"))])))
        #expect(receive(#"{"type":"pong"}"#) == .nothing)
    }

    @Test(arguments: [
        ("", "must be a JSON object"),
        ("[]", "must be a JSON object"),
        ("{}", #"must have the member "type""#),
        (#"{"type":1}"#, #"must have the member "type""#),
        (#"{"type":"start"}"#, #"There is no message of type "start" from clients."#),
        (#"{"type":"connection_init","payload":[]}"#, #""payload" must be an object"#),
        (#"{"type":"ping","payload":"x"}"#, #""payload" must be an object"#),
        (#"{"type":"subscribe","payload":{}}"#, #"must have the member "id""#),
        (#"{"type":"subscribe","id":"","payload":{}}"#, #"must have the member "id""#),
        (#"{"type":"subscribe","id":"1"}"#, #"payload of "subscribe" must be an object"#),
        (#"{"type":"complete","id":1}"#, #"must have the member "id""#),
    ])
    mutating func `what is no message closes the socket with its reason`(text: String, reason: String) {
        guard case .close(.badRequest, let told) = receive(text) else {
            return #expect(Bool(false), "the socket stays open after \(text)")
        }
        #expect(told.contains(reason), "\(told)")
    }
}
