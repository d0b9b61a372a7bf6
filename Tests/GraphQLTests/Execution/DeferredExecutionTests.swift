import GraphQL
import Synchronization
import Testing

/// What runs when, over resolvers that see whole levels.
@Suite struct DeferredExecutionTests {
    final class Calls: Sendable {
        private let log = Mutex<[String]>([])
        var all: [String] { log.withLock { $0 } }
        func add(_ call: String) { log.withLock { $0.append(call) } }
    }

    static func engine() throws -> Engine<Calls> {
        let sdl = """
            directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
            directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
            type Query { films: [Film!]! }
            type Film { title: String! cost: Int! }
            """
        var resolvers = Resolvers<Calls>()
        resolvers.root("Query") { query in
            query.load("films") { _, call in
                call.context.add("films")
                return Resolved(lists: [["Alien", "Heat", "Ran"]])
            }
        }
        resolvers.object("Film", String.self) { film in
            film.value("title") { $0 }
            film.loadValues("cost") { films, call in
                call.context.add("cost of \(films.joined(separator: ", "))")
                await Task.yield()
                return Resolved(films.map(\.count))
            }
        }
        return try Engine(schema: try Schema(sdl: sdl), resolvers: resolvers)
    }

    static func begin(_ document: String, _ calls: Calls) async throws -> DeferredParts? {
        let engine = try engine()
        let operation = try engine.prepare(Source(document))
        #expect(operation.isIncremental)
        guard case .parts(_, let rest) = await engine.executeIncrementally(operation, context: calls) else {
            return nil
        }
        return rest
    }

    @Test func `deferred fields are resolved after the initial answer, once for all objects`() async throws {
        let calls = Calls()
        let rest = try #require(try await Self.begin("{ films { title ... @defer { cost } } }", calls))
        #expect(calls.all == ["films"])
        try await rest.deliver { _ in }
        #expect(calls.all == ["films", "cost of Alien, Heat, Ran"])
    }

    @Test func `fields of streamed items are resolved with their items`() async throws {
        let calls = Calls()
        let rest = try #require(try await Self.begin("{ films @stream(initialCount: 1) { cost } }", calls))
        #expect(calls.all == ["films", "cost of Alien"])
        var payloads: [String] = []
        try await rest.deliver { payloads.append($0.bytes.text) }
        #expect(calls.all == ["films", "cost of Alien", "cost of Heat, Ran"])
        #expect(
            payloads == [
                #"{"incremental":[{"id":"0","items":[{"cost":4},{"cost":3}]}],"completed":[{"id":"0"}],"hasNext":false}"#
            ])
    }

    @Test func `a client that leaves ends what is still to come`() async throws {
        struct Left: Error {}
        let calls = Calls()
        let rest = try #require(
            try await Self.begin("{ films { ... @defer { title ... @defer { cost } } } }", calls))
        await #expect(throws: Left.self) { try await rest.deliver { _ in throw Left() } }
        #expect(calls.all == ["films"])
    }

    @Test func `a cancelled task delivers nothing`() async throws {
        let calls = Calls()
        let rest = try #require(try await Self.begin("{ films { ... @defer { cost } } }", calls))
        let delivering = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await rest.deliver { _ in Issue.record("A payload was sent.") }
        }
        await #expect(throws: CancellationError.self) { try await delivering.value }
        #expect(calls.all == ["films"])
    }
}
