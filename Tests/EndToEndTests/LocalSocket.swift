import Glibc

/// A TCP socket on 127.0.0.1, closed with its last reference.
final class LocalSocket {
    struct Refused: Error { let errno: Int32 }

    private let descriptor: Int32
    private(set) var port: UInt16

    private init(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.port = port
    }

    deinit { close(descriptor) }

    /// A listener on a port of its own.
    static func listening() throws -> LocalSocket {
        let socket = LocalSocket(port: 0)
        unsafe try socket.withAddress { address, size in
            guard unsafe bind(socket.descriptor, address, size) == 0, listen(socket.descriptor, 1) == 0 else {
                return -1
            }
            var size = size
            return unsafe getsockname(socket.descriptor, address, &size)
        }
        return socket
    }

    /// Whether somebody connects to a listening socket within so many seconds.
    func isCalled(within seconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watched, 1, seconds * 1000) == 1
    }

    /// The answer to `GET path`, head and body. `headers` end in CR LF each.
    static func get(_ path: String, headers: String = "", port: UInt16) throws -> String {
        try answer(to: "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(headers)\r\n", port: port)
    }

    /// The answer to a JSON body that is posted to `/graphql`.
    static func post(
        _ body: String, headers: String = "", accept: String = "application/graphql-response+json", port: UInt16
    ) throws -> String {
        try beginPost(body, headers: headers, accept: accept, port: port).rest()
    }

    /// Sends such a request and does not wait for its answer.
    static func beginPost(
        _ body: String, headers: String = "", accept: String = "application/graphql-response+json", port: UInt16
    ) throws -> LocalSocket {
        let head = """
            POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r
            Accept: \(accept)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n
            """
        return try sending(head + body, port: port)
    }

    private static func answer(to request: String, port: UInt16) throws -> String {
        try sending(request, port: port).rest()
    }

    private static func sending(_ request: String, port: UInt16) throws -> LocalSocket {
        let socket = LocalSocket(port: port)
        unsafe try socket.withAddress { address, size in unsafe connect(socket.descriptor, address, size) }
        _ = unsafe send(socket.descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL))
        return socket
    }

    /// What arrives until the server closes the connection.
    func rest() -> String {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }

    /// Lends the address; `body` may change it and answers 0, or -1 with `errno` set.
    private func withAddress(_ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe body(pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Refused(errno: errno) }
        port = UInt16(bigEndian: address.sin_port)
    }
}
