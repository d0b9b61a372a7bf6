import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

/// Sends back what it hears.
func echo(_ request: HTTPRequest) -> HTTPResponse {
    guard WebSocketHandshake.isAsked(by: request) else { return .text("no socket") }
    do throws(WebSocketRefusal) {
        let handshake = try WebSocketHandshake(request)
        return handshake.accept(subprotocol: handshake.subprotocols.first) { socket in
            for await message in socket { try await socket.send(message) }
        }
    } catch {
        return HTTPResponse(error.status, headers: error.headers, body: .bytes(Array("\(error)".utf8)))
    }
}

@Suite struct WebSocketTests {
    @Test func `messages go both ways, and either side may close`() async throws {
        try await withServer(handler: echo) { test in
            let client = try WebSocketClient(port: test.port, "Sec-WebSocket-Protocol: chat, talk\r\n")
            #expect(client.handshake.status == 101)
            // The example of RFC 6455, section 1.3.
            #expect(client.handshake["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(client.handshake["Sec-WebSocket-Protocol"] == "chat")
            #expect(test.server.statistics.openWebSockets == 1)
            let long = String(repeating: "Größe ", count: 20_000)
            for text in ["hello", "", long] {
                client.send(text)
                #expect(try client.receive() == TestFrame(opcode: WebSocketClient.text, payload: Array(text.utf8)))
            }
            client.close(1000)
            #expect(try client.receiveClose().code == 1000)
            #expect(try client.stream.isClosedByServer())
            try waitUntil { test.server.statistics.openWebSockets == 0 }
        }
    }

    @Test func `frames sent before the handshake's answer are heard`() async throws {
        try await withServer(handler: echo) { test in
            let client = try WebSocketClient(port: test.port, early: WebSocketClient.frame(1, Array("early".utf8)))
            #expect(try client.receive().text == "early")
        }
    }

    @Test func `a message may come in pieces with a ping between them`() async throws {
        try await withServer(handler: echo) { test in
            let client = try WebSocketClient(port: test.port)
            client.send(1, Array("one ".utf8), isFinal: false)
            client.send(WebSocketClient.ping, Array("there?".utf8))
            client.send(0, Array("two".utf8))
            #expect(try client.receive() == TestFrame(opcode: WebSocketClient.pong, payload: Array("there?".utf8)))
            #expect(try client.receive().text == "one two")
        }
    }

    struct Breach: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let code: Int
    }

    static let breaches = [
        Breach(testDescription: "unmasked", bytes: WebSocketClient.frame(1, [65], isMasked: false), code: 1002),
        Breach(testDescription: "reserved opcode", bytes: WebSocketClient.frame(3, [65]), code: 1002),
        Breach(testDescription: "reserved bit", bytes: WebSocketClient.frame(1, [65], reserved: 4), code: 1002),
        Breach(testDescription: "fragmented ping", bytes: WebSocketClient.frame(9, [65], isFinal: false), code: 1002),
        Breach(
            testDescription: "long ping", bytes: WebSocketClient.frame(9, [UInt8](repeating: 65, count: 126)),
            code: 1002),
        Breach(testDescription: "length not minimal", bytes: [0x81, 0xFE, 0, 1, 0, 0, 0, 0, 65], code: 1002),
        Breach(testDescription: "stray continuation", bytes: WebSocketClient.frame(0, [65]), code: 1002),
        Breach(testDescription: "bad UTF-8", bytes: WebSocketClient.frame(1, [0xC3, 0x28]), code: 1007),
        Breach(testDescription: "cut UTF-8", bytes: WebSocketClient.frame(1, [0xE2, 0x82]), code: 1007),
        Breach(testDescription: "binary", bytes: WebSocketClient.frame(2, [65]), code: 1003),
        Breach(
            testDescription: "oversized", bytes: WebSocketClient.frame(1, [UInt8](repeating: 65, count: 1001)),
            code: 1009),
        Breach(
            testDescription: "oversized in pieces",
            bytes: WebSocketClient.frame(1, [UInt8](repeating: 65, count: 600), isFinal: false)
                + WebSocketClient.frame(0, [UInt8](repeating: 65, count: 600)),
            code: 1009),
        Breach(testDescription: "close code 999", bytes: WebSocketClient.frame(8, [0x03, 0xE7]), code: 1002),
    ]

    @Test(arguments: breaches)
    func `what breaks the protocol closes the socket with its code`(breach: Breach) async throws {
        var configuration = HTTPServerConfiguration()
        configuration.webSocket.maximumMessageSize = 1000
        configuration.webSocket.closeTimeout = .milliseconds(200)
        try await withServer(configuration, handler: echo) { test in
            let client = try WebSocketClient(port: test.port)
            client.send("before")
            #expect(try client.receive().text == "before")
            client.stream.send(breach.bytes)
            // What follows is not served any more.
            client.send("after")
            #expect(try client.receiveClose().code == breach.code)
            #expect(try client.stream.isClosedByServer())
            try waitUntil { test.server.statistics.openConnections == 0 }
        }
    }

    struct Handshake: Sendable {
        let request: String
        let status: Int
        let message: String
    }

    static let handshakes = [
        Handshake(
            request: WebSocketClient.request().replacing("Version: 13", with: "Version: 8"), status: 426,
            message: "Only version 13"),
        Handshake(
            request: WebSocketClient.request().replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "c2hvcnQ="), status: 400,
            message: "16 bytes in Base64"),
        Handshake(
            request: WebSocketClient.request().replacing("keep-alive, Upgrade", with: "keep-alive"), status: 400,
            message: "Connection header"),
        Handshake(
            request: WebSocketClient.request().replacing("HTTP/1.1", with: "HTTP/1.0"), status: 400,
            message: "HTTP/1.1"),
        Handshake(
            request: WebSocketClient.request().replacing("Upgrade: websocket", with: "Upgrade: h2c"), status: 200,
            message: "no socket"),
    ]

    @Test(arguments: handshakes)
    func `a handshake that is not in order is refused with the reason`(handshake: Handshake) async throws {
        try await withServer(handler: echo) { test in
            let client = try test.connect()
            client.send(handshake.request)
            let answer = try client.receive()
            #expect(answer.status == handshake.status)
            #expect(answer.text.contains(handshake.message), "\(answer.text)")
        }
    }

    @Test func `a client that leaves cancels the handler, whose sends then fail`() async throws {
        let outcome = Shared("")
        try await withServer { request in
            guard let handshake = try? WebSocketHandshake(request) else { return .text("") }
            return handshake.accept(subprotocol: nil) { socket in
                try? await socket.loop.sleep(for: .seconds(3600))
                let isCancelled = Task.isCancelled
                let hasFailed = (try? await socket.send([65])) == nil
                outcome.value = "\(isCancelled) \(hasFailed)"
            }
        } _: { test in
            do { _ = try WebSocketClient(port: test.port) }
            try waitUntil { outcome.value == "true true" }
        }
    }

    @Test func `the request's headers stay readable as long as the socket`() async throws {
        try await withServer { request in
            guard let handshake = try? WebSocketHandshake(request) else { return .text("") }
            return handshake.accept(subprotocol: nil) { socket in
                for await _ in socket { try await socket.send(Array((request.header("X-Name") ?? "").utf8)) }
            }
        } _: { test in
            let client = try WebSocketClient(port: test.port, "X-Name: Ann\r\n")
            for _ in 1...3 {
                client.send("who?")
                #expect(try client.receive().text == "Ann")
            }
        }
    }

    @Test func `a handler that returns, fails or is cancelled closes the socket`() async throws {
        struct Failure: Error {}
        try await withServer { request in
            guard let handshake = try? WebSocketHandshake(request) else { return .text("") }
            return handshake.accept(subprotocol: nil) { socket in
                switch request.header("X-End") {
                case "fail": throw Failure()
                case "cancel":
                    await withTaskGroup { group in
                        group.addTask { for await _ in socket {} }
                        group.cancelAll()
                    }
                default: socket.close(WebSocketCloseCode(rawValue: 4000), String(repeating: "ä", count: 100))
                }
            }
        } _: { test in
            #expect(try WebSocketClient(port: test.port, "X-End: fail\r\n").receiveClose().code == 1011)
            #expect(try WebSocketClient(port: test.port, "X-End: cancel\r\n").receiveClose().code == 1001)
            let end = try WebSocketClient(port: test.port).receiveClose()
            #expect(end.code == 4000)
            #expect(end.reason == String(repeating: "ä", count: 61))
        }
    }

    @Test func `stopping closes sockets with a reason and waits for them`() async throws {
        let isStopped = Shared(false)
        try await withServer(handler: echo) { test in
            let client = try WebSocketClient(port: test.port)
            test.loop.spawn {
                await test.server.stop(within: .seconds(5))
                isStopped.value = true
            }
            let end = try client.receiveClose()
            #expect(end.code == 1001)
            #expect(end.reason == "The server stops.")
            #expect(!isStopped.value)
            client.close(1001)
            #expect(try client.stream.isClosedByServer())
            try waitUntil { isStopped.value }
        }
    }

    @Test func `a silent peer is pinged, then told and cut off`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.webSocket.pingInterval = .milliseconds(40)
        configuration.webSocket.closeTimeout = .milliseconds(40)
        try await withServer(configuration, handler: echo) { test in
            let client = try WebSocketClient(port: test.port)
            #expect(try client.receive().opcode == WebSocketClient.ping)
            client.send(WebSocketClient.pong, [])
            #expect(try client.receive().opcode == WebSocketClient.ping)
            let end = try client.receiveClose()
            #expect(end.code == 1008)
            #expect(end.reason == "You have not answered a ping.")
            #expect(try client.stream.isClosedByServer())
        }
    }

    @Test func `a peer that reads nothing holds up its senders, bounded, and is closed`() async throws {
        var configuration = HTTPServerConfiguration()
        configuration.writeStallTimeout = .milliseconds(100)
        configuration.webSocket.closeTimeout = .seconds(2)
        let sent = Shared(0)
        let isClosed = Shared(false)
        try await withServer(configuration) { request in
            guard let handshake = try? WebSocketHandshake(request) else { return .text("") }
            return handshake.accept(subprotocol: nil) { socket in
                let chunk = [UInt8](repeating: 65, count: 100_000)
                do throws(WebSocketClosed) {
                    while true {
                        try await socket.send(chunk)
                        sent.value += chunk.count
                    }
                } catch { isClosed.value = true }
            }
        } _: { test in
            let client = try WebSocketClient(port: test.port)
            try waitUntil { isClosed.value }
            // What the kernel's buffers took, and ours.
            #expect(sent.value < 20_000_000)
            // One that reads on after all learns why.
            var frame = try client.receive()
            while frame.opcode == WebSocketClient.text { frame = try client.receive() }
            #expect(frame.code == 1008)
            #expect(frame.reason.hasPrefix("You read too slowly: "))
        }
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        var result = ""
        var rest = self[...]
        while let start = rest.indices.first(where: { rest[$0...].hasPrefix(old) }) {
            result += rest[..<start] + new
            rest = rest[rest.index(start, offsetBy: old.count)...]
        }
        return result + rest
    }
}
