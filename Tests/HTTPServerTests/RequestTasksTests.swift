import EventLoop
import HTTPServer
import TestSupport
import Testing

@Suite struct RequestTasksTests {
    /// Names the task that runs.
    private static func task() -> Int { unsafe withUnsafeCurrentTask { unsafe $0?.hashValue ?? 0 } }

    @Test func `the task that answered a request answers the next one, whoever sends it`() async throws {
        try await withServer { _ in
            .text("\(Self.task())")
        } _: { test in
            let (first, second) = (try test.connect(), try test.connect())
            var tasks: Set<String> = []
            for client in [first, second, first, first, second] {
                client.get("/")
                tasks.insert(try client.receive().text)
            }
            #expect(tasks.count == 1)
        }
    }

    @Test func `requests at the same time have a task each`() async throws {
        try await withServer { request in
            try? await request.loop.sleep(for: .milliseconds(20))
            return .text("\(Self.task())")
        } _: { test in
            let clients = try (0..<100).map { _ in try test.connect() }
            for _ in 0..<2 {
                var tasks: Set<String> = []
                for client in clients { client.get("/") }
                for client in clients { tasks.insert(try client.receive().text) }
                #expect(tasks.count == 100)
            }
        }
    }

    @Test func `a request begins uncancelled, however the one before it ended`() async throws {
        try await withServer { request in
            if request.path == "/late" { request.cancelHandling() }
            return .text("\(Task.isCancelled)")
        } _: { test in
            let client = try test.connect()
            for _ in 0..<3 {
                client.get("/late")
                #expect(try client.receive().text == "true")
                client.get("/")
                #expect(try client.receive().text == "false")
            }
        }
    }

    @Test func `a request that is over can no longer be cancelled`() async throws {
        let first = Shared<HTTPRequest?>(nil)
        try await withServer { request in
            if first.value == nil {
                first.value = request
                return .text("first")
            }
            first.value?.cancelHandling()
            return .text("\(Task.isCancelled)")
        } _: { test in
            let client = try test.connect()
            client.get("/")
            #expect(try client.receive().text == "first")
            client.get("/")
            #expect(try client.receive().text == "false")
        }
    }

    @Test func `a stream ends its task, and what follows is answered all the same`() async throws {
        try await withServer { request in
            guard request.path == "/stream" else { return .text("\(Self.task())") }
            let task = Self.task()
            return HTTPResponse(body: .stream { try await $0.write("\(task)") })
        } _: { test in
            let client = try test.connect()
            for _ in 0..<3 {
                client.get("/stream")
                #expect(try !client.receive().text.isEmpty)
                client.get("/")
                #expect(try !client.receive().text.isEmpty)
            }
        }
    }
}
