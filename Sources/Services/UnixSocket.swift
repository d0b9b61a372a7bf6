import Glibc

/// A blocking connection to a unix socket, closed with the value.
struct UnixSocket: ~Copyable {
    private let descriptor: Int32

    /// Nil when nobody listens there.
    init?(_ path: String) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard descriptor >= 0, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let result = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// The process that listens at the other end, from the kernel.
    var listener: pid_t? {
        var credentials: [Int32] = [0, 0, 0]  // struct ucred: process, user, group
        var size = socklen_t(MemoryLayout<Int32>.size * 3)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
        return credentials[0]
    }

    /// Whether a Redis is there and ready; waits a second at most.
    func answersPing() -> Bool {
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let question = Array("PING\r\n".utf8)
        var answer = [UInt8](repeating: 0, count: 7)
        guard unsafe send(descriptor, question, question.count, Int32(MSG_NOSIGNAL)) == question.count,
            unsafe recv(descriptor, &answer, answer.count, 0) > 0
        else { return false }
        return answer.starts(with: "+PONG".utf8)
    }
}
