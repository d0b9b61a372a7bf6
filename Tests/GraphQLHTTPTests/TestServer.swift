import EventLoop
import GraphQL
import GraphQLHTTP
import HTTPServer
import TestSupport
import Testing

/// The API of these tests.
enum Greeter {
    final class Context: Sendable {
        let scope: RequestScope
        let loop: EventLoop

        init(scope: RequestScope, loop: EventLoop) {
            self.scope = scope
            self.loop = loop
        }
    }

    static let sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        directive @cacheControl(maxAge: Int!) on FIELD_DEFINITION
        type Greeter { name: String endless: String }
        type Query { greeter: Greeter words: [String!] hello(name: String): String slow: String broken: String
          counted(name: String): String @cacheControl(maxAge: 60) counts: [String] @cacheControl(maxAge: 60)
          flaky: [String] @cacheControl(maxAge: 60)
          absent: String @cacheControl(maxAge: 60) }
        type Mutation { greet(name: String!): String }
        type Subscription { ticks(to: Int!): Int pauses(to: Int!): Int silence: Int locked: Int failing: Int name: String }
        """

    /// - Parameters:
    ///   - listeners: counts the sources of `silence` that are open.
    ///   - computed: counts the answers of `counted`, `counts` and `flaky`.
    static func engine(listeners: Locked<Int> = Locked(0), computed: Locked<Int> = Locked(0)) throws -> Engine<Context>
    {
        var resolvers = Resolvers<Context>()
        resolvers.root("Query") { query in
            query.write("hello") { _, arguments, buffer in
                buffer.appendString("Hello, \(arguments.string("name") ?? "world")!")
            }
            query.child("greeter") { _ in RootValue() }
            query.deriveValues("words") { _, _ in Resolved(lists: [["a", "b"]]) }
            query.loadValues("slow") { _, call in
                try await call.context.loop.sleep(for: .seconds(20))
                return Resolved(["done"])
            }
            @Sendable func count(_ loop: EventLoop) async throws -> Int {
                try await loop.sleep(for: .milliseconds(20))
                return computed.withLock { count in
                    count += 1
                    return count
                }
            }
            query.loadValues("counted") { _, call in
                let count = try await count(call.context.loop)
                return Resolved(["\(call.arguments.string("name") ?? "nobody") \(count)"])
            }
            query.loadValues("counts") { _, call in Resolved(lists: [["\(try await count(call.context.loop))"]]) }
            query.loadValues("flaky") { _, call -> Resolved<String> in
                computed.withLock { $0 += 1 }
                throw FieldError("out of order", code: .internal)
            }
            query.loadValues("absent") { _, _ in Resolved([String?.none]) }
            query.loadValues("broken") { _, _ -> Resolved<String> in throw FieldError("out of order", code: .internal) }
        }
        resolvers.root("Greeter") { greeter in
            greeter.loadValues("name") { _, _ in Resolved(["Ada"]) }
            greeter.loadValues("endless") { _, call in
                try await call.context.loop.sleep(for: .seconds(20))
                return Resolved(["done"])
            }
        }
        resolvers.root("Mutation") { mutation in
            mutation.write("greet") { _, arguments, buffer in buffer.appendString(arguments.string("name") ?? "") }
        }
        resolvers.root("Subscription") { subscription in
            subscription.sourceValues("ticks") { call in
                AsyncStream<Int64> { stream in
                    let last = call.arguments.int("to") ?? 0
                    for tick in 1...last { stream.yield(tick) }
                    stream.finish()
                }
            }
            subscription.sourceValues("pauses") { call in
                let (loop, last) = (call.context.loop, call.arguments.int("to") ?? 0)
                let tick = Locked<Int64>(0)
                return AsyncStream<Int64> {
                    try? await loop.sleep(for: .milliseconds(100))
                    return tick.withLock { tick in
                        tick += 1
                        return tick <= last ? tick : nil
                    }
                }
            }
            subscription.sourceValues("silence") { _ in
                AsyncStream<Int> { stream in
                    listeners.withLock { $0 += 1 }
                    stream.onTermination = { _ in listeners.withLock { $0 -= 1 } }
                }
            }
            subscription.sourceValues("locked") { _ -> AsyncStream<Int> in
                throw FieldError("This is not for you.", code: .forbidden)
            }
            subscription.sourceValues("failing") { _ in
                AsyncThrowingStream<Int, any Error> { stream in
                    stream.yield(1)
                    stream.finish(throwing: FieldError("The source dried up.", code: .internal))
                }
            }
            subscription.sourceValues("name") { call in
                AsyncStream<String> { stream in
                    stream.yield(call.context.scope.connectionParameters["name"]?.string ?? "nobody")
                    stream.finish()
                }
            }
        }
        return try Engine(schema: try Schema(sdl: sdl), resolvers: resolvers)
    }
}

/// A GraphQL server on a loop of its own, for one test.
struct TestServer: Sendable {
    let port: UInt16
    let endpoint: GraphQLEndpoint<Greeter.Context>
    /// What the endpoint reported, in order.
    let reports: Locked<[RequestReport]>
    /// How many subscriptions listen to `silence`.
    let listeners: Locked<Int>
    /// How many contexts have been made.
    let contexts: Locked<Int>
    /// How often `counted`, `counts` or `flaky` was computed.
    let computed: Locked<Int>
    let server: HTTPServer
    let loop: EventLoop

    /// Sends one request and reads the answer to the end of the connection.
    func send(
        _ method: String, _ target: String = "/graphql", _ headers: [String: String] = [:], body: [UInt8]? = nil
    ) throws -> GraphQLAnswer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        let client = try TestClient(port: port)
        client.send(Array((head + "\r\n").utf8) + (body ?? []))
        return try GraphQLAnswer(client.receive(toHead: method == "HEAD"))
    }

    func post(_ body: String, accept: String? = nil, type: String = "application/json") throws -> GraphQLAnswer {
        var headers = ["Content-Type": type]
        headers["Accept"] = accept
        return try send("POST", "/graphql", headers, body: Array(body.utf8))
    }

    /// `parameters` are encoded already.
    func get(_ parameters: String, _ headers: [String: String] = [:]) throws -> GraphQLAnswer {
        try send("GET", "/graphql?\(parameters)", headers)
    }
}

/// Starts a server, runs `body`, stops the server and its loop. `extend` adds paths beside `/graphql`, `answers` makes what
/// keeps answers.
func withServer(
    _ configuration: GraphQLHTTPConfiguration = GraphQLHTTPConfiguration(),
    http: HTTPServerConfiguration = HTTPServerConfiguration(),
    answers: @Sendable (EventLoop) -> AnswerCache? = { _ in nil }, toll: AnswerToll? = nil,
    refusals: RefusalLimit? = nil,
    eventAnswered: GraphQLEndpoint<Greeter.Context>.Finished? = nil,
    extend: @Sendable (inout Router) -> Void = { _ in },
    _ body: @Sendable (TestServer) async throws -> Void
) async throws {
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let sockets = try ListeningSockets(host: "127.0.0.1", port: 0, count: 1)
    let reports = Locked<[RequestReport]>([])
    let listeners = Locked(0)
    let (contexts, computed) = (Locked(0), Locked(0))
    let endpoint = GraphQLEndpoint(
        loop: loop, engine: try Greeter.engine(listeners: listeners, computed: computed), configuration: configuration,
        makeContext: { _, _, scope in
            contexts.withLock { $0 += 1 }
            return Greeter.Context(scope: scope, loop: loop)
        },
        finished: { report, _ in reports.withLock { $0.append(report) } }, answers: answers(loop), toll: toll,
        refusals: refusals, eventAnswered: eventAnswered)
    var router = Router()
    router.addAllMethods("/graphql") { await endpoint.handle($0) }
    extend(&router)
    let server = HTTPServer(loop: loop, configuration: http, handler: router.handle)
    try group.start()
    try await run(on: loop) { try server.start(listeningOn: sockets.descriptors[0]) }
    do {
        try await body(
            TestServer(
                port: sockets.port, endpoint: endpoint, reports: reports, listeners: listeners, contexts: contexts,
                computed: computed, server: server, loop: loop))
    } catch {
        Issue.record(error)
    }
    try await run(on: loop) { await server.stop(within: .milliseconds(100)) }
    group.stop()
    group.join()
}

/// What a client received, with what GraphQL says in it.
struct GraphQLAnswer {
    let status: Int
    let headers: [(name: String, value: String)]
    let text: String
    /// Null when the body is no JSON.
    let json: JSONValue

    init(_ answer: TestAnswer) {
        status = answer.status
        headers = answer.headers
        text = answer.text
        json = (try? JSONReader.value(of: answer.body.span)) ?? .null
    }

    subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The first error's `extensions.code`.
    var code: String? { json["errors"]?.array?.first?["extensions"]?["code"]?.string }
    var message: String? { json["errors"]?.array?.first?["message"]?.string }
}
