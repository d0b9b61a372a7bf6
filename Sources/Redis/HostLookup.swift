private import Glibc

/// Turns a host's name into addresses. Blocks as long as the system's resolver does: for side threads.
enum HostLookup {
    /// The numeric addresses of a host in the system's order of preference; a number is its own.
    static func addresses(of host: String) throws(RedisError) -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            throw unsafe .unavailable(reason: "host '\(host)' was not found: \(String(cString: gai_strerror(status)))")
        }
        defer { unsafe freeaddrinfo(list) }
        var found: [String] = []
        var next = unsafe list
        while let entry = unsafe next?.pointee {
            if let text = unsafe numericText(of: entry) { found.append(text) }
            unsafe next = entry.ai_next
        }
        return found
    }

    private static func numericText(of entry: addrinfo) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
            guard
                let start = text.baseAddress,
                unsafe getnameinfo(
                    entry.ai_addr, entry.ai_addrlen, start, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            else { return nil }
            return unsafe String(cString: start)
        }
    }
}
