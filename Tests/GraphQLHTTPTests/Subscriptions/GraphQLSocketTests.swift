import EventLoop
import GraphQL
import GraphQLHTTP
import HTTPServer
import TestSupport
import Testing

/// A client of `graphql-transport-ws` that has introduced itself, unless told otherwise.
private struct SocketClient {
    let socket: WebSocketClient

    static func open(
        _ test: TestServer, headers: String = "Sec-WebSocket-Protocol: graphql-transport-ws\r\n",
        initialize payload: String? = "{}"
    ) throws -> SocketClient {
        let client = SocketClient(socket: try WebSocketClient(port: test.port, path: "/graphql", headers))
        guard let payload else { return client }
        client.socket.send(#"{"type":"connection_init","payload":\#(payload)}"#)
        let answer = try client.receive()
        #expect(answer == #"{"type":"connection_ack"}"#)
        return client
    }

    func subscribe(_ query: String, id: String = "1") {
        var quoted: [UInt8] = []
        appendJSONString(query, to: &quoted)
        socket.send(
            #"{"id":"\#(id)","type":"subscribe","payload":{"query":\#(String(decoding: quoted, as: UTF8.self))}}"#)
    }

    func receive() throws -> String { try socket.receive().text }
    func receiveClose() throws -> (code: Int, reason: String) { try socket.receiveClose() }
}

@Suite struct GraphQLSocketTests {
    @Test func `a subscription sends its answers, then completes`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            #expect(client.socket.handshake["Sec-WebSocket-Protocol"] == "graphql-transport-ws")
            client.subscribe("subscription Count { ticks(to: 3) }")
            for tick in 1...3 {
                #expect(
                    try client.receive() == #"{"type":"next","id":"1","payload":{"data":{"ticks":\#(tick)}}}"#)
            }
            #expect(try client.receive() == #"{"type":"complete","id":"1"}"#)
            let report = try #require(test.reports.withLock { $0.last })
            #expect(report.operationName == "Count")
            #expect(report.kind == .subscription)
            #expect(report.status == 101)
            #expect(report.responseBytes == 3 * #"{"data":{"ticks":1}}"#.utf8.count)
        }
    }

    @Test func `queries and mutations are served on a socket too`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            client.subscribe("{ hello }")
            #expect(try client.receive() == #"{"type":"next","id":"1","payload":{"data":{"hello":"Hello, world!"}}}"#)
            #expect(try client.receive() == #"{"type":"complete","id":"1"}"#)
            client.subscribe(#"mutation { greet(name: "Ann") }"#, id: "2")
            #expect(try client.receive() == #"{"type":"next","id":"2","payload":{"data":{"greet":"Ann"}}}"#)
            #expect(try client.receive() == #"{"type":"complete","id":"2"}"#)
        }
    }

    @Test func `operations run side by side, and completing one ends its source`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            client.subscribe("subscription { silence }", id: "quiet")
            client.subscribe("{ slow }", id: "slow")
            try wait { test.listeners.withLock { $0 == 1 } }
            client.socket.send(#"{"id":"quiet","type":"complete"}"#)
            client.socket.send(#"{"id":"slow","type":"complete"}"#)
            try wait { test.listeners.withLock { $0 == 0 } }
            // Neither is heard of again, and both ids are free.
            client.subscribe("subscription { ticks(to: 1) }", id: "quiet")
            #expect(try client.receive() == #"{"type":"next","id":"quiet","payload":{"data":{"ticks":1}}}"#)
            #expect(try client.receive() == #"{"type":"complete","id":"quiet"}"#)
        }
    }

    @Test(arguments: [
        ("{ hello(", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: String!) { hello(name: $n) }", "BAD_USER_INPUT"),
        ("subscription { locked }", "FORBIDDEN"),
    ])
    func `an operation that cannot begin is answered with its errors`(query: String, code: String) async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            client.subscribe(query)
            let payload = try client.socket.receive().payload
            let answer = try JSONReader.value(of: payload.span)
            #expect(answer["type"] == .string("error"))
            #expect(answer["id"] == .string("1"))
            #expect(answer["payload"]?.array?.first?["extensions"]?["code"] == .string(code), "\(answer)")
            client.subscribe("{ hello }")
            #expect(try client.receive().hasPrefix(#"{"type":"next","id":"1""#))
        }
    }

    @Test func `a source that fails ends its operation with an error`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            client.subscribe("subscription { failing }")
            #expect(try client.receive() == #"{"type":"next","id":"1","payload":{"data":{"failing":1}}}"#)
            let answer = try client.receive()
            #expect(
                answer.hasPrefix(#"{"type":"error","id":"1","payload":[{"message":"The source dried up.""#), "\(answer)"
            )
        }
    }

    @Test func `what the client sent to introduce itself reaches the context`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test, initialize: #"{"name":"Ann"}"#)
            client.subscribe("subscription { name }")
            #expect(try client.receive() == #"{"type":"next","id":"1","payload":{"data":{"name":"Ann"}}}"#)
        }
    }

    @Test func `breaking the protocol closes the socket with its code and a reason`() async throws {
        try await withServer { test in
            let silent = try SocketClient.open(test, initialize: nil)
            silent.socket.send("hello")
            #expect(try silent.receiveClose().code == 4400)
            let hasty = try SocketClient.open(test, initialize: nil)
            hasty.subscribe("{ hello }")
            #expect(try hasty.receiveClose().code == 4401)
            let double = try SocketClient.open(test)
            double.socket.send(#"{"type":"connection_init"}"#)
            #expect(try double.receiveClose().code == 4429)
            let twice = try SocketClient.open(test)
            twice.subscribe("subscription { silence }")
            twice.subscribe("subscription { silence }")
            let end = try twice.receiveClose()
            #expect(end.code == 4409)
            #expect(end.reason == #"An operation with the id "1" is running."#)
            let empty = try SocketClient.open(test)
            empty.socket.send(#"{"id":"1","type":"subscribe","payload":{}}"#)
            #expect(try empty.receiveClose().code == 4400)
            try wait { test.listeners.withLock { $0 == 0 } }
        }
    }

    @Test func `another subprotocol is told by a close code`() async throws {
        try await withServer { test in
            for headers in ["", "Sec-WebSocket-Protocol: graphql-ws\r\n"] {
                let client = try SocketClient.open(test, headers: headers, initialize: nil)
                #expect(client.socket.handshake.status == 101)
                #expect(try client.receiveClose().code == 4406)
            }
        }
    }

    @Test func `who does not introduce itself is closed`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.subscriptions.initTimeout = .milliseconds(30)
        try await withServer(configuration) { test in
            let silent = try SocketClient.open(test, initialize: nil)
            let client = try SocketClient.open(test)
            #expect(try silent.receiveClose().code == 4408)
            client.subscribe("{ hello }")
            #expect(try client.receive().hasPrefix(#"{"type":"next""#))
        }
    }

    @Test func `a query that takes too long ends, a subscription may last`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.requestTimeout = .milliseconds(50)
        try await withServer(configuration) { test in
            let client = try SocketClient.open(test)
            client.subscribe("subscription { silence }", id: "lasting")
            client.subscribe("{ slow }", id: "slow")
            let answer = try client.receive()
            #expect(answer.hasPrefix(#"{"type":"next","id":"slow""#) && answer.contains(#""errors":["#), "\(answer)")
            #expect(try client.receive() == #"{"type":"complete","id":"slow"}"#)
            #expect(test.listeners.withLock { $0 } == 1)
        }
    }

    @Test func `a client that leaves ends its operations`() async throws {
        try await withServer { test in
            do {
                let client = try SocketClient.open(test)
                client.subscribe("subscription { silence }")
                try wait { test.listeners.withLock { $0 == 1 } }
            }
            try wait { test.listeners.withLock { $0 == 0 } && test.server.statistics.openConnections == 0 }
        }
    }

    @Test func `only listed origins and the server's own open sockets`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.allowedOrigins = ["https://app.example"]
        try await withServer(configuration) { test in
            let cases = [
                ("", 101), ("Origin: https://app.example\r\n", 101), ("Origin: http://test\r\n", 101),
                ("Origin: https://evil.example\r\n", 403), ("Origin: null\r\n", 403),
                ("Origin: http://test.evil\r\n", 403),
            ]
            for (origin, status) in cases {
                let headers = "Sec-WebSocket-Protocol: graphql-transport-ws\r\n" + origin
                let client = try WebSocketClient(port: test.port, path: "/graphql", headers)
                #expect(client.handshake.status == status, "\(origin)")
            }
            #expect(test.reports.withLock { $0.last?.status } == 403)
        }
    }

    @Test func `stopping finishes queries and mutations, begins nothing new, and then closes`() async throws {
        var configuration = GraphQLHTTPConfiguration()
        configuration.requestTimeout = .seconds(1)
        try await withServer(configuration) { test in
            let client = try SocketClient.open(test)
            client.subscribe("{ slow }", id: "slow")
            client.subscribe("subscription { silence }", id: "lasting")
            try wait { test.listeners.withLock { $0 == 1 } }
            test.loop.spawn { await test.server.stop(within: .seconds(5)) }
            try wait { (try? TestClient(port: test.port)) == nil }
            client.subscribe("{ hello }", id: "new")
            let refusal = try client.receive()
            #expect(
                refusal.hasPrefix(#"{"type":"error","id":"new","payload":[{"message":"The server stops"#), "\(refusal)")
            #expect(refusal.contains(#""code":"SERVER_STOPPING""#))
            #expect(try client.receive().hasPrefix(#"{"type":"next","id":"slow","payload":"#))
            #expect(try client.receive() == #"{"type":"complete","id":"slow"}"#)
            // The subscription is not completed: clients open those that a socket's end cut elsewhere.
            let end = try client.receiveClose()
            #expect(end.code == 1001)
            #expect(end.reason == "The server stops.")
        }
    }

    @Test func `stopping closes sockets with a reason`() async throws {
        try await withServer { test in
            let client = try SocketClient.open(test)
            client.subscribe("subscription { silence }")
            try wait { test.listeners.withLock { $0 == 1 } }
            test.loop.spawn { await test.server.stop(within: .seconds(5)) }
            let end = try client.receiveClose()
            #expect(end.code == 1001)
            #expect(end.reason == "The server stops.")
            client.socket.close(1001)
            #expect(try client.socket.stream.isClosedByServer())
            #expect(test.listeners.withLock { $0 } == 0)
        }
    }
}

/// Polls for five seconds at most.
func wait(until condition: () -> Bool) throws {
    let end = ContinuousClock.now + .seconds(5)
    while !condition() {
        try #require(ContinuousClock.now < end, "waited for five seconds")
        pause()
    }
}
