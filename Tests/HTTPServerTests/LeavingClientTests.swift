import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct LeavingClientTests {
    enum Departure: CaseIterable { case close, reset }

    @Test(arguments: Departure.allCases)
    func `a client that leaves cancels its request`(departure: Departure) async throws {
        let outcome = Outcome()
        try await withServer { request in
            outcome.started.value = true
            do {
                try await request.loop.sleep(for: .seconds(3600))
            } catch {
                outcome.cancelled.value = Task.isCancelled && request.isAbandoned
                outcome.header.value = request.header("X-Name") == "Ann"
            }
            return .text("nobody reads this")
        } _: { test in
            var client: TestClient? = try test.connect()
            client?.get("/", headers: "X-Name: Ann\r\n")
            try waitUntil { outcome.started.value }
            if departure == .reset { client?.reset() }
            client = nil
            try waitUntil { outcome.cancelled.value }
            #expect(outcome.header.value, "headers stay readable until the handler returns")
            try waitUntil { test.server.statistics.openConnections == 0 }
            #expect(test.server.statistics.abandonedRequests == 1)
            let next = try test.connect()
            _ = next
        }
    }

    @Test func `a client that leaves in the moment it asks cancels its request`() async throws {
        let cancelled = Shared(0)
        try await withServer { request in
            do { try await request.loop.sleep(for: .seconds(3600)) } catch { cancelled.value += 1 }
            return .text("nobody reads this")
        } _: { test in
            for _ in 1...20 {
                let client = try test.connect()
                client.get("/")
            }
            try waitUntil { test.server.statistics.requests == 20 }
            try waitUntil { cancelled.value == 20 }
            try waitUntil { test.server.statistics.openConnections == 0 }
            #expect(test.server.statistics.abandonedRequests == 20)
        }
    }

    @Test func `a client that pipelines during a slow request gets both answers`() async throws {
        try await withServer { request in
            if request.path == "/slow" { try? await request.loop.sleep(for: .milliseconds(50)) }
            return .text("\(request.path) \(Task.isCancelled)")
        } _: { test in
            let client = try test.connect()
            client.get("/slow")
            usleep(10_000)
            client.get("/next")
            usleep(10_000)
            client.send("GET /third HTTP/1.1\r\n")
            #expect(try client.receive().text == "/slow false")
            #expect(try client.receive().text == "/next false")
            client.send("Host: h\r\n\r\n")
            #expect(try client.receive().text == "/third false")
        }
    }

    @Test func `a client that pipelines and then leaves cancels its request`() async throws {
        let outcome = Outcome()
        try await withServer { request in
            outcome.started.value = true
            do { try await request.loop.sleep(for: .seconds(3600)) } catch {
                outcome.cancelled.value = true
            }
            return .text("")
        } _: { test in
            var client: TestClient? = try test.connect()
            client?.get("/")
            try waitUntil { outcome.started.value }
            for _ in 0..<50 { client?.get("/more") }
            usleep(5000)
            #expect(!outcome.cancelled.value)
            client = nil
            try waitUntil { outcome.cancelled.value }
        }
    }

    @Test func `a client that sends no more while a large answer is under way reads it whole`() async throws {
        let size = 16 << 20
        try await withServer { _ in
            HTTPResponse(body: .bytes([UInt8](repeating: UInt8(ascii: "x"), count: size)))
        } _: { test in
            let client = try test.connect()
            client.get("/")
            // The answer has begun, and more of it is left than sockets hold.
            _ = try client.line()
            client.stopSending()
            usleep(100_000)
            #expect(try client.receiveToEnd().count > size)
        }
    }

    @Test func `when hundreds leave at once, each request is cancelled and the next client served`() async throws {
        let (started, cancelled) = (Shared(0), Shared(0))
        try await withServer { request in
            guard request.path == "/slow" else { return .text("hello") }
            started.value += 1
            do { try await request.loop.sleep(for: .seconds(3600)) } catch { cancelled.value += 1 }
            return .text("")
        } _: { test in
            var clients: [TestClient] = []
            for _ in 0..<300 { clients.append(try test.connect()) }
            for client in clients { client.get("/slow") }
            try waitUntil { started.value == 300 }
            clients = []
            try waitUntil { cancelled.value == 300 }
            try waitUntil { test.server.statistics.openConnections == 0 }
            let next = try test.connect()
            next.get("/")
            #expect(try next.receive().text == "hello")
        }
    }

    @Test func `a handler that ignores cancellation harms nobody`() async throws {
        let outcome = Outcome()
        try await withServer { request in
            outcome.started.value = true
            for _ in 0..<5 {
                await Task.yield()
                usleep(2000)
            }
            return HTTPResponse(body: .stream { try await $0.write("x") })
        } _: { test in
            var client: TestClient? = try test.connect()
            client?.get("/")
            try waitUntil { outcome.started.value }
            client = nil
            let next = try test.connect()
            next.get("/")
            #expect(try next.receive().text == "x")
        }
    }
}

/// What a handler reports to its test.
private final class Outcome: Sendable {
    let started = Shared(false)
    let cancelled = Shared(false)
    let header = Shared(false)
}

/// Polls for a condition that another thread brings about.
func waitUntil(_ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let start = ContinuousClock.now
    while !condition() {
        try #require(ContinuousClock.now - start < .seconds(5), "nothing happened", sourceLocation: sourceLocation)
        usleep(1000)
    }
}
