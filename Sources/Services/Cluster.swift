import Glibc

/// The data folder of a private PostgreSQL: made once, configured anew at each start.
struct Cluster {
    let folder: String
    let place: ServicePlace
    let programs: PostgreSQLPrograms
    /// How many connections it admits at once.
    let connections: Int

    /// The role that may do everything, in the cluster and through the socket folder only.
    static let superuser = "postgres"

    /// Opens the cluster of a place, or makes it. `cache` is a folder that keeps a fresh cluster to copy next time.
    static func prepare(
        in place: ServicePlace, cache: String?, connections: Int = PrivatePostgreSQL.fewestConnections
    ) throws(ServiceError) -> Cluster {
        let folder = "\(place.data)/postgresql"
        let version = Files.text(of: "\(folder)/PG_VERSION").split(whereSeparator: \.isNewline).first.map(String.init)
        let programs = try PostgreSQLPrograms.fitting(version, of: folder, among: PostgreSQLPrograms.installed())
        let cluster = Cluster(folder: folder, place: place, programs: programs, connections: connections)
        if version == nil {
            if let cache { try cluster.copy(from: cache) } else { try cluster.initialize() }
        }
        try cluster.endLeftover()
        try cluster.configure()
        return cluster
    }

    /// The server as a command that stays in the foreground.
    var server: Command {
        Command(["\(programs.folder)/postgres", "-D", folder], as: place.account)
    }

    // MARK: Making

    /// Makes the cluster beside its place and moves it there whole, so that a crash meanwhile leaves no half of one.
    private func initialize() throws(ServiceError) {
        let draft = "\(folder).new"
        try Files.remove(draft)
        let initialize = Command(
            [
                "\(programs.folder)/initdb", "--pgdata", draft, "--username", Self.superuser, "--auth", "peer",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions",
            ] + (place.isThrowAway ? ["--no-sync", "--wal-segsize", "1"] : []),
            as: place.account)
        try initialize.run()
        try Files.move(draft, to: folder)
    }

    /// Copies the cluster kept in `cache`, which takes a tenth of the time of making one; the first time it fills it.
    private func copy(from cache: String) throws(ServiceError) {
        let kept = "\(cache)/postgresql-\(programs.major)-\(place.account?.name ?? "\(geteuid())")"
        if Files.exists("\(kept)/PG_VERSION") {
            try Self.copy(kept, to: folder)
        } else {
            try initialize()
            try? keep(as: kept, in: cache)  // a cache that cannot be written costs time only
        }
    }

    private func keep(as kept: String, in cache: String) throws(ServiceError) {
        try Files.makeFolders(cache)
        let draft = "\(kept).\(getpid())"
        try Self.copy(folder, to: draft)
        // Another process may have been quicker: its copy is as good.
        if unsafe rename(draft, kept) != 0 { try Files.remove(draft) }
    }

    private static func copy(_ folder: String, to target: String) throws(ServiceError) {
        try Command(["/bin/cp", "-a", "--reflink=auto", folder, target]).run()
    }

    // MARK: Recovering

    /// Clears the way for a server of ours. We hold the home's lock, so nobody of ours is using the cluster.
    func endLeftover() throws(ServiceError) {
        try endServer()
        try endOrphans()
    }

    /// Ends a server that a crash of ours left running on this cluster, and drops a `postmaster.pid` whose number
    /// belongs to another program by now, which PostgreSQL would take for a running server. Any other leftover it
    /// recognises itself.
    private func endServer() throws(ServiceError) {
        let pidFile = "\(folder)/postmaster.pid"
        guard let process = Files.text(of: pidFile).split(whereSeparator: \.isNewline).first.flatMap({ pid_t($0) }),
            process > 0, kill(process, 0) == 0
        else { return }
        let leftover = Leftover(process: process)
        guard process > 1, leftover.words.contains(folder) else { return try Files.remove(pidFile) }
        leftover.end(.interrupt, patience: 30)
    }

    /// Ends what outlived a killed server: its processes leave by themselves, but one that replays the log may wait for
    /// another of them up to a minute first, and while one holds the shared memory no server starts.
    private func endOrphans() throws(ServiceError) {
        let folder = try Files.resolved(folder)
        for orphan in Leftover.all(in: folder)
        where orphan.words.first?.hasPrefix("postgres:") == true || orphan.words.contains(folder) {
            orphan.kill()
        }
    }

    // MARK: Configuring

    private func configure() throws(ServiceError) {
        let current = try Account.current()
        // Peer authentication: the kernel says which user is at the other end of the socket, so there is no password
        // to keep. Only ourselves (root may be we) and the services' user may sign in, as the owner or superuser.
        let users = Set([current.name, place.account?.name ?? current.name]).sorted()
        let identities = users.flatMap { user in
            [Self.superuser, PrivatePostgreSQL.owner].map { "marquee \"\(user)\" \($0)\n" }
        }
        try write("local all all peer map=marquee\n", to: "pg_hba.conf")
        try write(identities.joined(), to: "pg_ident.conf")
        let settings = Self.settings + (place.isThrowAway ? Self.throwAwaySettings : [])
        try write(
            """
            # Written by marquee at each start. Put settings of your own into local.conf in this folder.
            unix_socket_directories = '\(place.sockets)'
            max_connections = \(max(connections, PrivatePostgreSQL.fewestConnections))
            \(settings.joined(separator: "\n"))
            include_if_exists = 'local.conf'

            """, to: "postgresql.conf")
    }

    private func write(_ text: String, to name: String) throws(ServiceError) {
        try Files.write(text, to: "\(folder)/\(name)", owner: place.account)
    }

    /// Sized for a small machine that also runs the server; everything else is PostgreSQL's default.
    private static let settings = [
        "listen_addresses = ''",
        "port = 5432",
        "unix_socket_permissions = 0700",
        "shared_buffers = 128MB",
        "effective_cache_size = 512MB",
        "work_mem = 8MB",
        "random_page_cost = 1.1  # solid-state disks",
        "jit = off  # short statements: compiling them costs more than it saves",
        "max_parallel_workers_per_gather = 0  # requests already keep every core busy",
        "wal_level = minimal  # nobody replicates from here",
        "max_wal_senders = 0",
        "timezone = 'UTC'",
        "lc_messages = 'C'",
        "log_timezone = 'UTC'",
        "log_line_prefix = '%m [%p] '",
    ]

    private static let throwAwaySettings = [
        "fsync = off", "synchronous_commit = off", "full_page_writes = off", "shared_buffers = 32MB",
        "max_wal_size = 256MB", "autovacuum = off",
    ]
}
