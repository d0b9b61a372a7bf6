private import Glibc

/// Why a server could not start.
package enum HTTPServerError: Error, Equatable, CustomStringConvertible {
    /// Somebody else listens there.
    case portInUse(host: String, port: UInt16)
    /// The host name or address means nothing here.
    case unknownHost(host: String, reason: String)
    /// Any other refusal by the kernel, such as a port below 1024 without the right to it.
    case cannotListen(host: String, port: UInt16, errno: Int32)
    /// evhttp could not be set up: memory or descriptors are exhausted.
    case cannotStart

    package var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) on \(host) is already in use: stop the other server or choose another port"
        case .unknownHost(let host, let reason):
            "cannot listen on host '\(host)': \(reason); expected an address of this machine such as 127.0.0.1 or ::"
        case .cannotListen(let host, let port, let errno):
            unsafe "cannot listen on \(host) port \(port): \(String(cString: strerror(errno)))"
        case .cannotStart:
            "the HTTP server could not start: check the limits of memory and open files"
        }
    }
}

/// The client went away before the answer was complete; nobody is left to tell.
package struct ClientLeft: Error {
    package init() {}
}
