internal import Glibc

/// The system's limit of open descriptors, most of which are clients' connections.
package enum OpenFiles {
    /// For PostgreSQL, Redis, logs, libraries and what else is open beside clients.
    private static let perProcess = 128
    /// Likewise for each loop; and clients who wait to be told that there is no room.
    private static let perLoop = 160
    /// With room for fewer clients the operator is warned.
    private static let expectedClients = 1000

    /// Raises the limit as far as the system lets us without asking an administrator, and answers it. Shells and service
    /// managers begin with 1,024, for the sake of programs that use `select`.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many clients each loop may serve, so that beyond it there is still a descriptor to say 503 with.
    package static func clientsPerLoop(loops: Int, limit: Int, most: Int) -> Int {
        min(most, max(1, (limit - perProcess) / loops - perLoop))
    }

    /// What the operator is told where the limit leaves room for few clients; nil where it does not.
    package static func warning(loops: Int, limit: Int) -> String? {
        let clients = clientsPerLoop(loops: loops, limit: limit, most: expectedClients) * loops
        guard clients < expectedClients else { return nil }
        let enough = perProcess + loops * perLoop + (expectedClients + loops - 1) / loops * loops
        return
            "the process may open \(limit) files, which leaves room for \(clients) clients at a time; for "
            + "\(expectedClients) let it open \(enough) or more (`ulimit -Hn`, LimitNOFILE= of systemd, --ulimit "
            + "nofile= of Docker)"
    }
}
