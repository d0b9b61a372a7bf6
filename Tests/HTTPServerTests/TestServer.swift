import EventLoop
import HTTPServer
import TestSupport
import Testing

/// A server on a loop of its own, for one test.
struct TestServer: Sendable {
    let port: UInt16
    let server: HTTPServer
    let loop: EventLoop

    func connect() throws -> TestClient { try TestClient(port: port) }

    /// Runs `body` as a task of the server's loop.
    func onLoop(_ body: @escaping @Sendable () async throws -> Void) async throws { try await run(on: loop, body) }
}

extension HTTPRequest {
    func copyBody() -> [UInt8] {
        withBody { body in unsafe body.withUnsafeBytes { unsafe Array($0) } }
    }
}

/// Starts a server, runs `body`, stops the server and its loop.
func withServer(
    _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(),
    handler: @escaping HTTPHandler = { _ in .text("hello") },
    _ body: @Sendable (TestServer) async throws -> Void
) async throws {
    let group = try EventLoopGroup(count: 1)
    let loop = group.loops[0]
    let sockets = try ListeningSockets(host: "127.0.0.1", port: 0, count: 1)
    let server = HTTPServer(loop: loop, configuration: configuration, handler: handler)
    let test = TestServer(port: sockets.port, server: server, loop: loop)
    try group.start()
    try await test.onLoop { try server.start(listeningOn: sockets.descriptors[0]) }
    do {
        try await body(test)
    } catch {
        Issue.record(error)
    }
    try await test.onLoop { await server.stop(within: .milliseconds(100)) }
    #expect(server.statistics.openConnections == 0)
    group.stop()
    group.join()
}
