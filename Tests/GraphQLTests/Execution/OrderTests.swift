import Dispatch
import GraphQL
import Synchronization
import Testing

/// When resolvers are called, and where they run.
@Suite struct OrderTests {
    /// Runs tasks on a queue of its own, as a server does on a request's loop.
    private final class QueueExecutor: TaskExecutor {
        let queue = DispatchQueue(label: "order")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }

    private final class Calls: Sendable {
        let names = Mutex<[String]>([])

        func append(_ name: String) { names.withLock { $0.append(name) } }
    }

    /// An engine of fields that note their call, and once more after they have waited.
    private static func engine(_ root: String, _ fields: [String]) throws -> Engine<Calls> {
        var resolvers = Resolvers<Calls>()
        for type in ["Query", "Mutation"] {
            resolvers.root(type) { binder in
                for name in fields {
                    binder.loadValues(name) { _, call in
                        call.context.append(name)
                        await Task.yield()
                        call.context.append(name + "'")
                        return Resolved([1])
                    }
                }
            }
        }
        let list = fields.map { "\($0): Int" }.joined(separator: " ")
        return try Engine(
            schema: Schema(sdl: "type Query { \(list) } type Mutation { \(list) }"), resolvers: resolvers)
    }

    @Test func `fields of a query begin in the document's order and wait side by side`() async throws {
        let engine = try Self.engine("Query", ["a", "b", "c"])
        let calls = Calls()
        _ = await engine.execute(try engine.prepare(Source("{ c a b }")), variables: .null, context: calls)
        #expect(calls.names.withLock { Array($0.prefix(3)) } == ["c", "a", "b"])
        #expect(calls.names.withLock(\.count) == 6)
    }

    @Test func `fields of a mutation wait for one another`() async throws {
        let engine = try Self.engine("Mutation", ["a", "b", "c"])
        let calls = Calls()
        _ = await engine.execute(try engine.prepare(Source("mutation { c a b }")), variables: .null, context: calls)
        #expect(calls.names.withLock { $0 } == ["c", "c'", "a", "a'", "b", "b'"])
    }

    @Test func `all resolvers stay on the executor of the request`() async throws {
        let executor = QueueExecutor()
        var resolvers = Resolvers<Calls>()
        resolvers.root("Query") { query in
            for name in ["a", "b"] {
                query.loadValues(name) { _, _ in
                    dispatchPrecondition(condition: .onQueue(executor.queue))
                    await Task.yield()
                    dispatchPrecondition(condition: .onQueue(executor.queue))
                    return Resolved([name])
                }
            }
        }
        let engine = try Engine(schema: Schema(sdl: "type Query { a: String b: String }"), resolvers: resolvers)
        let operation = try engine.prepare(Source("{ a b }"))
        let answer = await withTaskExecutorPreference(executor) {
            await engine.execute(operation, variables: .null, context: Calls()).bytes.text
        }
        #expect(answer == #"{"data":{"a":"a","b":"b"}}"#)
    }
}
