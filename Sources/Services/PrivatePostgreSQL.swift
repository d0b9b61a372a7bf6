/// The PostgreSQL that `marquee serve` runs for itself when there is no `DATABASE_URL`: its own cluster, reached through
/// a unix socket only, holding a database `marquee` that belongs to the role `marquee`, which is no superuser.
///
/// Everything here blocks; it is called before the first loop runs and after the last has ended.
package final class PrivatePostgreSQL: Sendable {
    /// The role that owns the database, and the database's name.
    package static let owner = "marquee"

    /// How many connections it admits at least: PostgreSQL's own default.
    package static let fewestConnections = 100

    /// Where the owner reaches its database, for libpq.
    package let url: String
    private let place: ServicePlace
    private let lock: HomeLock
    private let child: Child

    /// Starts the cluster of `home` (made when missing) and returns when it answers: a second or two the first time, 0.1 s
    /// later. What a crash left behind is cleared away first; a second server on the same home is refused.
    /// - Parameters:
    ///   - connections: how many it admits at once.
    ///   - isUnwanted: asked while it starts; true ends it again, and throws `ServiceError.interrupted`.
    ///   - report: hears, for the log, when the server ends by itself; it is then started again.
    package static func start(
        home: String, connections: Int = fewestConnections, isUnwanted: () -> Bool = { false },
        report: @escaping @Sendable (String) -> Void
    ) throws(ServiceError) -> PrivatePostgreSQL {
        try PrivatePostgreSQL(
            place: .kept(home: home), connections: connections, isUnwanted: isUnwanted, report: report)
    }

    init(
        place: ServicePlace, cache: String? = nil, connections: Int = fewestConnections,
        isUnwanted: () -> Bool = { false }, report: (@Sendable (String) -> Void)? = nil
    ) throws(ServiceError) {
        self.place = place
        url = Self.url(place, role: Self.owner, database: Self.owner)
        lock = try HomeLock(service: "postgresql", home: place.home)
        let cluster = try Cluster.prepare(in: place, cache: cache, connections: connections)
        let log = try ServiceLog(service: "postgresql", home: place.home)
        child = try Self.launch(cluster, log: log, isUnwanted)
        do throws(ServiceError) {
            try Self.addOwner(place)
            let care = report.map { report in
                Child.Care(
                    name: "PostgreSQL",
                    prepare: { () throws(ServiceError) in try cluster.endLeftover() }, report: report)
            }
            guard child.keepRunning(care) else {
                throw ServiceError.ended(service: "PostgreSQL", log: log.path, lastLines: log.text(since: 0))
            }
        } catch {
            child.stop(patience: 30)
            throw error
        }
    }

    deinit { stop() }

    /// Disconnects whoever is left and shuts the cluster down in good order.
    package func stop() {
        child.stop(patience: 30)
        lock.release()
    }

    /// Where the owner reaches the database of a home that another process runs.
    package static func url(home: String) throws(ServiceError) -> String {
        url(try .kept(home: home), role: owner, database: owner)
    }

    /// The server's process id while it runs.
    package var process: Int32? { child.process }

    /// Adds a database that belongs to the owner, a copy of `template`; answers its address.
    func addDatabase(_ name: String, template: String) throws(ServiceError) -> String {
        let connection = try SetupConnection(Self.url(place, role: Cluster.superuser, database: "postgres"))
        try connection.value("create database \(name) owner \(Self.owner) template \(template)")
        return Self.url(place, role: Self.owner, database: name)
    }

    /// Starts the server until it answers. One whose backends outlived it by a moment, after a SIGKILL, is retried.
    private static func launch(
        _ cluster: Cluster, log: ServiceLog, _ isUnwanted: () -> Bool
    ) throws(ServiceError) -> Child {
        let url = url(cluster.place, role: Cluster.superuser, database: "postgres")
        var retries = 20
        while true {
            let begin = log.mark()
            let child = try Child(cluster.server, log: log.path, quit: .interrupt)
            // Replaying the log of a crash counts: it may take minutes on a big database and a slow disk.
            let isOver = Pause.until(seconds: 300) {
                child.process == nil || isUnwanted() || SetupConnection.isAnswered(url)
            }
            guard !isUnwanted() else {
                child.stop(patience: 30)
                throw .interrupted(service: "PostgreSQL")
            }
            if child.process != nil, isOver { return child }
            child.stop(patience: 5)
            let words = log.text(since: begin)
            guard isOver else { throw .silent(service: "PostgreSQL", log: log.path, seconds: 300) }
            guard retries > 0, words.contains("still in use") else {
                throw .ended(service: "PostgreSQL", log: log.path, lastLines: words)
            }
            retries -= 1
            _ = Pause.until(seconds: 1) { false }
        }
    }

    /// Creates the owner and its database when missing. The owner may create roles, since the migrations make the role
    /// that requests run as.
    private static func addOwner(_ place: ServicePlace) throws(ServiceError) {
        let connection = try SetupConnection(url(place, role: Cluster.superuser, database: "postgres"))
        if try connection.value("select 1 from pg_roles where rolname = '\(owner)'") == nil {
            try connection.value("create role \(owner) login createrole")
        }
        if try connection.value("select 1 from pg_database where datname = '\(owner)'") == nil {
            try connection.value("create database \(owner) owner \(owner)")
        }
    }

    private static func url(_ place: ServicePlace, role: String, database: String) -> String {
        // The port names the socket's file; without it PGPORT of the environment would.
        "postgresql://\(role)@/\(database)?host=\(percentEncoded(place.sockets))&port=5432"
    }

    private static func percentEncoded(_ path: String) -> String {
        path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}
