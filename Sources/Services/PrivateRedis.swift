/// The Redis that `marquee serve` runs for itself when there is no `REDIS_URL`, reached through a unix socket only.
///
/// It holds what can be computed again or asked again, so it writes nothing to disk, and it drops what
/// was used longest ago when its memory is full. Everything here blocks.
package final class PrivateRedis: Sendable {
    /// Where it is reached: `unix://` and the absolute path of its socket.
    package let url: String
    private let lock: HomeLock
    private let child: Child

    /// Starts the Redis of `home` (made when missing) and returns when it answers, in some 20 ms.
    ///
    /// - Parameters:
    ///   - isUnwanted: asked while it starts; true ends it again, and throws `ServiceError.interrupted`.
    ///   - report: hears, for the log, when Redis ends by itself; it is then started again.
    package static func start(
        home: String, isUnwanted: () -> Bool = { false }, report: @escaping @Sendable (String) -> Void
    ) throws(ServiceError) -> PrivateRedis {
        try PrivateRedis(place: .kept(home: home), isUnwanted: isUnwanted, report: report)
    }

    init(
        place: ServicePlace, isUnwanted: () -> Bool = { false }, report: (@Sendable (String) -> Void)? = nil
    ) throws(ServiceError) {
        let program = try Command.find("redis-server", package: "redis-server")
        let socket = "\(place.sockets)/redis.sock"
        url = "unix://\(socket)"
        lock = try HomeLock(service: "redis", home: place.home)
        Self.endLeftover(socket)
        let log = try ServiceLog(service: "redis", home: place.home)
        let begin = log.mark()
        let server = Command(
            [program] + Self.settings + ["--unixsocket", socket, "--dir", place.data], as: place.account)
        child = try Child(server, log: log.path, quit: .terminate)
        let child = child
        let isOver = Pause.until(seconds: 10) {
            child.process == nil || isUnwanted() || UnixSocket(socket)?.answersPing() == true
        }
        // A socket file without a listener Redis replaces itself, so there is nothing to prepare.
        let care = report.map { Child.Care(name: "Redis", prepare: { () throws(ServiceError) in }, report: $0) }
        guard isOver, !isUnwanted(), child.keepRunning(care) else {
            child.stop(patience: 1)
            guard !isUnwanted() else { throw .interrupted(service: "Redis") }
            guard isOver else { throw .silent(service: "Redis", log: log.path, seconds: 10) }
            throw .ended(service: "Redis", log: log.path, lastLines: log.text(since: begin))
        }
    }

    deinit { stop() }

    package func stop() {
        child.stop(patience: 10)
        lock.release()
    }

    /// The server's process id while it runs.
    package var process: Int32? { child.process }

    /// Ends a Redis that a crash of ours left listening.
    private static func endLeftover(_ socket: String) {
        guard let process = UnixSocket(socket)?.listener, process > 1 else { return }
        Leftover(process: process).end(.terminate, patience: 5)
    }

    private static let settings = [
        "--port", "0", "--unixsocketperm", "700", "--save", "", "--appendonly", "no", "--daemonize", "no",
        "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru",
    ]
}
