import EventLoop
import Glibc
import Testing

@testable import Redis

/// A unix socket, served on the test's loop, that says whatever the test wants instead of what Redis would say.
///
/// Loop thread only; must be closed.
final class FakeRedis {
    /// The answer to what has just been read; nil for none.
    private let answer: (String) -> String?
    /// Not for the Redis of another test, started meanwhile, to inherit.
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    private let listener: Int32
    private let path: String
    private var listening: DescriptorWatch?
    private var connections: [Int32: DescriptorWatch] = [:]

    init(at address: RedisAddress, on loop: EventLoop, _ answer: @escaping (String) -> String?) throws {
        guard case .unix(let path) = address.endpoint else { preconditionFailure("a unix socket was expected") }
        self.answer = answer
        self.path = path
        listener = socket(AF_UNIX, Self.kind, 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let bound = unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 16) == 0)
        listening = try loop.watch(listener, .readable) { [unowned self, unowned loop] _ in accept(on: loop) }
    }

    func close() {
        listening?.cancel()
        Glibc.close(listener)
        for connection in connections.keys { end(connection) }
        unsafe unlink(path)
    }

    private func accept(on loop: EventLoop) {
        let connection = Glibc.accept(listener, nil, nil)
        guard connection >= 0 else { return }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        connections[connection] = try? loop.watch(connection, .readable) { [unowned self] _ in serve(connection) }
    }

    private func serve(_ connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        // While another test forks its Redis, the child keeps a closed connection open, and epoll reports it under the
        // number that this one has got meanwhile.
        if count < 0, errno == EAGAIN { return }
        guard count > 0 else { return end(connection) }
        guard let text = answer(String(decoding: buffer.prefix(count), as: UTF8.self)) else { return }
        _ = unsafe send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    private func end(_ connection: Int32) {
        connections.removeValue(forKey: connection)?.cancel()
        Glibc.close(connection)
    }
}
