import GraphQL
import Testing

/// A counter whose ticks can be subscribed to.
enum Clock {
    final class Context: Sendable {}
    struct Tick: Sendable { let number: Int }

    static let sdl = """
        type Query { now: Int }
        type Subscription { ticks(until: Int! = 3): Tick! twice: Tick bare: Int! lost: Int broken: Int }
        type Tick { number: Int! half: Int! }
        """

    /// Counts from 1 up to a number.
    static func numbers(to last: Int64) -> AsyncStream<Int> {
        AsyncStream { continuation in
            for number in 1...Int(last) { continuation.yield(number) }
            continuation.finish()
        }
    }

    static func resolvers() -> Resolvers<Context> {
        var resolvers = Resolvers<Context>()
        resolvers.root("Query") { $0.value("now") { _ in 0 } }
        resolvers.root("Subscription") { subscription in
            subscription.source("ticks") { call in
                AsyncStream { continuation in
                    for number in 1...Int(call.arguments.int("until") ?? 0) {
                        continuation.yield(Tick(number: number))
                    }
                    continuation.finish()
                }
            }
            subscription.source("twice", events: { _ in numbers(to: 2) }) { numbers, _ in
                Resolved(numbers.map { Tick(number: $0 * 2) })
            }
            subscription.sourceValues("bare") { _ in numbers(to: 2) }
            subscription.sourceValues("lost") { _ -> AsyncStream<Int> in
                throw FieldError("no clock", code: .timeout)
            }
            subscription.sourceValues("broken") { _ in
                AsyncThrowingStream<Int, any Error> { continuation in
                    continuation.yield(1)
                    continuation.finish(throwing: FieldError("the clock stopped", code: .timeout))
                }
            }
        }
        resolvers.object("Tick", Tick.self) { tick in
            tick.value("number") { $0.number }
            tick.loadValues("half") { ticks, _ in
                Resolved(
                    ticks.map { tick -> Result<Int?, FieldError> in
                        tick.number % 2 == 0
                            ? .success(tick.number / 2) : .failure(FieldError("odd", code: .badUserInput))
                    })
            }
        }
        return resolvers
    }

    /// The answers to all events, and how the stream ended if not well.
    static func answers(_ document: String, variables: JSONValue = .null) async throws -> ([String], RequestErrors?) {
        let engine = try Engine(schema: try Schema(sdl: sdl), resolvers: resolvers())
        var answers: [String] = []
        do throws(RequestErrors) {
            let operation = try engine.prepare(Source(document))
            let stream = try await engine.subscribe(operation, variables: variables, context: Context())
            for try await response in stream { answers.append(response.bytes.text) }
        } catch {
            return (answers, error)
        }
        return (answers, nil)
    }
}

@Suite struct SubscriptionTests {
    @Test(
        arguments: [
            (
                "subscription { ticks(until: 2) { number } }",
                [#"{"data":{"ticks":{"number":1}}}"#, #"{"data":{"ticks":{"number":2}}}"#]
            ),
            (
                "subscription { t: twice { n: number half } }",
                [#"{"data":{"t":{"n":2,"half":1}}}"#, #"{"data":{"t":{"n":4,"half":2}}}"#]
            ),
            ("subscription { bare }", [#"{"data":{"bare":1}}"#, #"{"data":{"bare":2}}"#]),
        ])
    func `each event is answered`(document: String, expected: [String]) async throws {
        let (answers, errors) = try await Clock.answers(document)
        #expect(answers == expected)
        #expect(errors == nil)
    }

    @Test func `an event that cannot be answered does not end the subscription`() async throws {
        let (answers, errors) = try await Clock.answers("subscription { ticks(until: 2) { half } }")
        #expect(
            answers == [
                #"{"data":null,"errors":[{"message":"odd","locations":[{"line":1,"column":34}],"path":["ticks","half"],"extensions":{"code":"BAD_USER_INPUT"}}]}"#,
                #"{"data":{"ticks":{"half":1}}}"#,
            ])
        #expect(errors == nil)
    }

    @Test func `arguments reach the source, and variables that do not fit refuse the subscription`() async throws {
        let document = "subscription ($n: Int!) { ticks(until: $n) { number } }"
        let (answers, _) = try await Clock.answers(document, variables: .object([JSONMember("n", .number("1"))]))
        #expect(answers == [#"{"data":{"ticks":{"number":1}}}"#])
        let (none, errors) = try await Clock.answers(document)
        #expect(none.isEmpty)
        #expect(errors?.errors.map(\.message) == [#"Variable "$n" of required type "Int!" was not provided."#])
    }

    @Test func `a source that does not open refuses the subscription`() async throws {
        let (answers, errors) = try await Clock.answers("subscription { gone: lost }")
        #expect(answers.isEmpty)
        #expect(errors?.errors.map(\.message) == ["no clock"])
        #expect(errors?.errors.first?.path == [.key("gone")])
        #expect(errors?.errors.first?.locations == [SourceLocation(line: 1, column: 16)])
    }

    @Test func `a source that fails ends the stream behind what was answered`() async throws {
        let (answers, errors) = try await Clock.answers("subscription { broken }")
        #expect(answers == [#"{"data":{"broken":1}}"#])
        #expect(errors?.errors.map(\.message) == ["the clock stopped"])
    }

    @Test func `letting go of the stream ends the source`() async throws {
        let (ended, end) = AsyncStream<Void>.makeStream()
        var resolvers = Clock.resolvers()
        resolvers.root("Subscription") { subscription in
            subscription.sourceValues("bare") { _ in
                AsyncStream<Int> { continuation in
                    continuation.onTermination = { _ in end.finish() }
                    for number in 1...5 { continuation.yield(number) }
                }
            }
        }
        let engine = try Engine(schema: try Schema(sdl: Clock.sdl), resolvers: resolvers)
        let stream = try await engine.subscribe(
            engine.prepare(Source("subscription { bare }")), context: Clock.Context())
        let listening = Task {
            var count = 0
            for try await _ in stream { count += 1 }
            return count
        }
        listening.cancel()
        for await _ in ended {}
        #expect(try await listening.value <= 5)
    }

    @Test func `each event may have a context of its own`() async throws {
        final class Numbered: Sendable {
            let number: Int
            init(_ number: Int) { self.number = number }
        }
        var resolvers = Resolvers<Numbered>()
        resolvers.root("Query") { $0.value("now") { _ in 0 } }
        resolvers.root("Subscription") { subscription in
            subscription.source("tick", events: { _ in Clock.numbers(to: 2) }) { _, call in Resolved([call.context]) }
        }
        resolvers.object("Tick", Numbered.self) { $0.value("context") { $0.number } }
        let sdl = "type Query { now: Int } type Subscription { tick: Tick } type Tick { context: Int }"
        let engine = try Engine(schema: try Schema(sdl: sdl), resolvers: resolvers)
        let stream = try await engine.subscribe(
            engine.prepare(Source("subscription { tick { context } }")), context: Numbered(1),
            eventContext: { Numbered($0.number + 1) })
        for try await answer in stream { #expect(answer.bytes.text == #"{"data":{"tick":{"context":2}}}"#) }
    }

    @Test func `a subscription that is executed like a query says what to do`() async throws {
        let engine = try Engine(schema: try Schema(sdl: Clock.sdl), resolvers: Clock.resolvers())
        let answer = await engine.execute(
            try engine.prepare(Source("subscription { bare }")), context: Clock.Context())
        #expect(answer.bytes.text.contains("A subscription answers events: subscribe to it."))
        await #expect(throws: RequestErrors.self) {
            try await engine.subscribe(try engine.prepare(Source("{ now }")), context: Clock.Context())
        }
    }

    @Test func `fields of subscriptions need sources, and only they have them`() throws {
        var resolvers = Resolvers<Clock.Context>()
        resolvers.root("Query") { $0.sourceValues("now") { _ in Clock.numbers(to: 1) } }
        resolvers.root("Subscription") { $0.value("tick") { _ in 1 } }
        let error = #expect(throws: ResolverGaps.self) {
            try Engine(
                schema: try Schema(sdl: "type Query { now: Int } type Subscription { tick: Int gone: Int }"),
                resolvers: resolvers)
        }
        #expect(
            error?.gaps == [
                "Query.now: a source of events is bound, but the type is not the subscription type.",
                "Subscription.tick: no source of events is bound to it.",
                "Subscription.gone: no resolver is bound to it.",
            ])
    }
}
