private import CLibevent
private import Glibc

/// Sockets on one address, one for each loop: the kernel spreads connections over them.
package struct ListeningSockets: Sendable {
    /// Each becomes the property of the server started with it.
    package let descriptors: [Int32]
    /// The real port, also when 0 was asked for.
    package let port: UInt16

    private static let backlog: Int32 = 1024

    /// Binds and listens. SO_REUSEPORT would also let a second process in unnoticed, so the address is bound without it
    /// first: that finds a port in use.
    package init(host: String, port: UInt16, count: Int) throws(HTTPServerError) {
        let probe = try Self.open(host: host, port: port, sharesPort: false)
        let port = Self.port(of: probe)
        close(probe)
        var descriptors: [Int32] = []
        for _ in 0..<count {
            do {
                descriptors.append(try Self.open(host: host, port: port, sharesPort: true))
            } catch {
                for descriptor in descriptors { close(descriptor) }
                throw error
            }
        }
        self.descriptors = descriptors
        self.port = port
    }

    /// The first address of the host that can be bound.
    private static func open(host: String, port: UInt16, sharesPort: Bool) throws(HTTPServerError) -> Int32 {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            throw unsafe .unknownHost(host: host, reason: String(cString: gai_strerror(status)))
        }
        defer { unsafe freeaddrinfo(list) }
        var lastError = EADDRNOTAVAIL
        var next = unsafe list
        while let address = unsafe next {
            if let descriptor = unsafe listen(at: address.pointee, sharesPort: sharesPort) { return descriptor }
            lastError = errno
            unsafe next = address.pointee.ai_next
        }
        if lastError == EADDRINUSE { throw .portInUse(host: host, port: port) }
        throw .cannotListen(host: host, port: port, errno: lastError)
    }

    /// Nil, with `errno` set, when the kernel refuses.
    private static func listen(at address: addrinfo, sharesPort: Bool) -> Int32? {
        let type = unsafe address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(address.ai_family, type, 0)
        guard descriptor >= 0 else { return nil }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        if sharesPort { unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, size) }
        let isBound = unsafe Glibc.bind(descriptor, address.ai_addr, address.ai_addrlen) == 0
        if isBound, Glibc.listen(descriptor, backlog) == 0 { return descriptor }
        let reason = errno
        close(descriptor)
        errno = reason
        return nil
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            let address = UnsafeMutableRawPointer(pointer)
            unsafe getsockname(descriptor, address.assumingMemoryBound(to: sockaddr.self), &size)
            // The port lies at the same place in both families, in network byte order.
            return unsafe UInt16(bigEndian: address.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_port)
        }
    }
}
