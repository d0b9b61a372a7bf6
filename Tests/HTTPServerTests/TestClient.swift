import EventLoop
import Glibc
import HTTPServer
import Testing

/// A server on a loop of its own, for one test.
struct TestServer: Sendable {
    let port: UInt16
    let server: HTTPServer
    let loop: EventLoop

    func connect() throws -> TestClient { try TestClient(port: port) }

    /// Runs `body` as a task of the server's loop.
    func onLoop(_ body: @escaping @Sendable () async throws -> Void) async throws {
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

/// A value that handlers set and tests read.
final class Shared<Value: Sendable>: Sendable {
    private let content: Locked<Value>

    init(_ value: Value) { content = Locked(value) }

    var value: Value {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}

/// What a client received.
struct TestAnswer {
    var status = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A plain blocking client; each wait ends after five seconds.
final class TestClient {
    /// There is no connection, or it ended within an answer.
    struct Ended: Error {}

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe Glibc.connect(
                descriptor, UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        guard status == 0 else { throw Ended() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes[start...].withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            start += count
        }
    }

    func get(_ path: String, headers: String = "") {
        send("GET \(path) HTTP/1.1\r\nHost: test\r\n\(headers)\r\n")
    }

    /// Closes with a reset instead of a regular end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        // The descriptor stays ours, so that `deinit` closes nobody else's.
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        dup2(other, descriptor)
        close(other)
    }

    /// The next answer; `toHead` when it answers a HEAD request and so has no body.
    func receive(toHead isHead: Bool = false) throws -> TestAnswer {
        var answer = TestAnswer()
        let statusLine = try line().split(separator: " ")
        answer.status = try #require(statusLine.count > 1 ? Int(statusLine[1]) : nil)
        while case let line = try line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers.append((String(parts[0]), String(parts[1].dropFirst())))
        }
        if isHead || answer.status == 204 || answer.status == 304 { return answer }
        if answer["Transfer-Encoding"] == "chunked" {
            while case let size = Int(try line(), radix: 16) ?? 0, size > 0 {
                answer.body += try bytes(size)
                _ = try line()
            }
            _ = try line()
        } else if let length = answer["Content-Length"] {
            answer.body = try bytes(try #require(Int(length)))
        } else {
            while fill() {}
            answer.body = received
            received = []
        }
        return answer
    }

    /// Whether the server ends the connection before sending anything more.
    func isClosedByServer() -> Bool {
        received.isEmpty && !fill()
    }

    private func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: 10) {
                let line = String(decoding: received[..<max(end - 1, 0)], as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            guard fill() else { throw Ended() }
        }
    }

    func bytes(_ count: Int) throws -> [UInt8] {
        while received.count < count { guard fill() else { throw Ended() } }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// False at the end of the stream, on an error, and when nothing came in time.
    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { Issue.record("the server kept silent for five seconds") }
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }
}
