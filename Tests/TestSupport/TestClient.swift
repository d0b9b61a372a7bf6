internal import Glibc

/// What a client received.
package struct TestAnswer {
    package var status = 0
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []

    package var text: String { String(decoding: body, as: UTF8.self) }

    package subscript(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A plain blocking HTTP client; each wait ends after five seconds.
package final class TestClient {
    /// There is no connection, or it ended within an answer.
    package struct Ended: Error {}
    /// The server said nothing for five seconds.
    package struct Silent: Error {}
    /// What came is no answer of HTTP.
    package struct Malformed: Error {}

    private let descriptor: Int32
    private var received: [UInt8] = []

    package init(port: UInt16) throws {
        // Closed in the services that other tests start meanwhile.
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
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

    package func send(_ text: String) {
        send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes[start...].withUnsafeBytes { bytes in
                unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            start += count
        }
    }

    package func get(_ path: String, headers: String = "") {
        send("GET \(path) HTTP/1.1\r\nHost: test\r\n\(headers)\r\n")
    }

    /// Says that nothing more will be sent; answers may still come.
    package func stopSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes with a reset instead of a regular end.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        // The descriptor stays ours, so that `deinit` closes nobody else's.
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        dup2(other, descriptor)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        close(other)
    }

    /// The next answer; `toHead` when it answers a HEAD request and so has no body.
    package func receive(toHead isHead: Bool = false) throws -> TestAnswer {
        var answer = TestAnswer()
        let statusLine = try line().split(separator: " ")
        guard statusLine.count > 1, let status = Int(statusLine[1]) else { throw Malformed() }
        answer.status = status
        while case let line = try line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw Malformed() }
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
            guard let length = Int(length) else { throw Malformed() }
            answer.body = try bytes(length)
        } else {
            answer.body = try receiveToEnd()
        }
        return answer
    }

    /// All bytes up to the end of the connection.
    package func receiveToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { received = [] }
        return received
    }

    /// Whether the server ends the connection before sending anything more.
    package func isClosedByServer() throws -> Bool {
        try received.isEmpty && !fill()
    }

    /// The next line, without its end.
    package func line() throws -> String {
        while true {
            if let end = received.firstIndex(of: 10) {
                let line = String(decoding: received[..<max(end - 1, 0)], as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            guard try fill() else { throw Ended() }
        }
    }

    /// The next bytes, whatever they are.
    package func bytes(_ count: Int) throws -> [UInt8] {
        while received.count < count { guard try fill() else { throw Ended() } }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// False at the end of the stream and on an error.
    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw Silent() }
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }
}
