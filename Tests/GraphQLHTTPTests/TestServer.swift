import EventLoop
import Glibc
import GraphQL
import GraphQLHTTP
import HTTPServer
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
        type Query { hello(name: String): String slow: String broken: String }
        type Mutation { greet(name: String!): String }
        type Subscription { ticks: Int }
        """

    static func engine() throws -> Engine<Context> {
        var resolvers = Resolvers<Context>()
        resolvers.root("Query") { query in
            query.write("hello") { _, arguments, buffer in
                buffer.appendString("Hello, \(arguments.string("name") ?? "world")!")
            }
            query.loadValues("slow") { _, call in
                try await call.context.loop.sleep(for: .seconds(20))
                return Resolved(["done"])
            }
            query.loadValues("broken") { _, _ -> Resolved<String> in throw FieldError("out of order", code: .internal) }
        }
        resolvers.root("Mutation") { mutation in
            mutation.write("greet") { _, arguments, buffer in buffer.appendString(arguments.string("name") ?? "") }
        }
        resolvers.root("Subscription") { subscription in
            subscription.loadValues("ticks") { _, _ in Resolved([1]) }
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

    /// Sends one request and reads the answer to the end of the connection.
    func send(
        _ method: String, _ target: String = "/graphql", _ headers: [String: String] = [:], body: [UInt8]? = nil
    ) throws -> TestAnswer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return try TestAnswer(exchange(port: port, Array((head + "\r\n").utf8) + (body ?? [])), to: method)
    }

    func post(_ body: String, accept: String? = nil, type: String = "application/json") throws -> TestAnswer {
        var headers = ["Content-Type": type]
        headers["Accept"] = accept
        return try send("POST", "/graphql", headers, body: Array(body.utf8))
    }

    /// `parameters` are encoded already.
    func get(_ parameters: String, _ headers: [String: String] = [:]) throws -> TestAnswer {
        try send("GET", "/graphql?\(parameters)", headers)
    }
}

/// Starts a server, runs `body`, stops the server and its loop. `extend` adds paths beside `/graphql`.
func withServer(
    _ configuration: GraphQLHTTPConfiguration = GraphQLHTTPConfiguration(),
    extend: @Sendable (inout Router) -> Void = { _ in },
    _ body: @Sendable (TestServer) async throws -> Void
) async throws {
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let sockets = try ListeningSockets(host: "127.0.0.1", port: 0, count: 1)
    let reports = Locked<[RequestReport]>([])
    let endpoint = GraphQLEndpoint(
        loop: loop, engine: try Greeter.engine(), configuration: configuration,
        makeContext: { _, _, scope in Greeter.Context(scope: scope, loop: loop) },
        finished: { report, _ in reports.withLock { $0.append(report) } })
    var router = Router()
    router.addAllMethods("/graphql") { await endpoint.handle($0) }
    extend(&router)
    let server = HTTPServer(loop: loop, configuration: HTTPServerConfiguration(), handler: router.handle)
    try group.start()
    try await run(on: loop) { try server.start(listeningOn: sockets.descriptors[0]) }
    do {
        try await body(TestServer(port: sockets.port, endpoint: endpoint, reports: reports))
    } catch {
        Issue.record(error)
    }
    try await run(on: loop) { await server.stop(within: .milliseconds(100)) }
    group.stop()
    group.join()
}

/// A value that a test sets and the server reads.
final class Shared<Value: Sendable>: Sendable {
    private let content: Locked<Value>

    init(_ value: Value) { content = Locked(value) }

    var value: Value {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}

/// Runs `body` as a task of the loop.
func run(on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        loop.spawn {
            do {
                try await body()
                continuation.resume()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// What a client received.
struct TestAnswer {
    /// The bytes are no whole answer.
    struct Malformed: Error {}

    let status: Int
    let headers: [(name: String, value: String)]
    let text: String
    /// Null when the body is no JSON.
    let json: JSONValue

    init(_ bytes: [UInt8], to method: String) throws {
        let whole = String(decoding: bytes, as: UTF8.self)
        guard let end = whole.range(of: "\r\n\r\n") else { throw Malformed() }
        let lines = whole[..<end.lowerBound].split(separator: "\r\n")
        let statusLine = lines[0].split(separator: " ")
        status = try #require(statusLine.count > 1 ? Int(statusLine[1]) : nil)
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), String(parts[1].dropFirst()))
        }
        text = String(whole[end.upperBound...])
        json = (try? JSONReader.value(of: Array(text.utf8).span)) ?? .null
    }

    subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The first error's `extensions.code`.
    var code: String? { json["errors"]?.array?.first?["extensions"]?["code"]?.string }
    var message: String? { json["errors"]?.array?.first?["message"]?.string }
}

extension String {
    /// The first place of a text; the standard library has none without Foundation.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}

/// Sends bytes over a connection of their own and reads until the server closes it, five seconds at most.
private func exchange(port: UInt16, _ request: [UInt8]) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe connect(
            descriptor, UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self),
            socklen_t(MemoryLayout<sockaddr_in>.size))
    }
    guard status == 0 else { throw TestAnswer.Malformed() }
    var start = 0
    while start < request.count {
        let count = unsafe request[start...].withUnsafeBytes { bytes in
            unsafe send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { break }
        start += count
    }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return answer }
        answer += chunk.prefix(count)
    }
}
