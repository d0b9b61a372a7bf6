internal import EventLoop
internal import Glibc
internal import GraphQL
internal import GraphQLHTTP
internal import HTTPServer
internal import Marquee
internal import PostgreSQL
internal import Services

/// `marquee serve`: builds the server from its parts, runs it until somebody asks for its end, and takes it apart.
///
/// The main thread starts and stops things and may block; requests live on the loops.
struct Serve {
    private let settings: Settings
    private let seeds: Bool
    private let lifecycle: Lifecycle

    /// - Parameter seeds: load the sample catalogue first.
    init(_ settings: Settings, seeds: Bool) throws(EventLoopError) {
        lifecycle = try Lifecycle()
        self.settings = settings
        self.seeds = seeds
    }

    func run() throws {
        let began = ContinuousClock.now
        unblockStopSignals()
        let group = try EventLoopGroup(count: settings.loops)
        try group.start()
        defer {
            group.stop()
            group.join()
        }
        group.loops[0].watchStopSignals(lifecycle)
        do {
            try serve(on: group.loops, since: began)
        } catch PostgreSQLError.cancelled where lifecycle.stage == .stopping {
            // The end was asked for while the server started.
        } catch ServiceError.interrupted where lifecycle.stage == .stopping {
        }
    }

    /// Builds what serves, serves, and takes it apart.
    private func serve(on loops: [EventLoop], since began: ContinuousClock.Instant) throws {
        // First of all, since a port in use is the commonest failure; who connects early waits until we serve.
        let sockets = try listeningSockets()
        let lock = try HomeLock(home: settings.home)
        defer { lock.release() }
        let publicURL = settings.publicURL ?? localAddress(port: sockets.port)
        let engine = try engine(publicURL: publicURL)
        let trustedDocuments = try TrustedDocumentFiles.load(settings, engine: engine)
        let services = try BackingServices(settings, isUnwanted: lifecycle.seesStop)
        defer {
            lifecycle.leaveStart()
            services.stop()
        }
        let deployment = try prepareDatabase(services.databaseURL)
        let engines = try [engine] + engines(on: loops.dropFirst(), publicURL: publicURL)
        try serve(
            on: loops, sockets, services, deployment: deployment, publicURL: publicURL, engines: engines,
            trustedDocuments: trustedDocuments
        ) {
            Terminal.say("Marquee serves \(address(port: sockets.port)), ready in \((.now - began).inSeconds) s")
        }
    }

    private func listeningSockets() throws(ListeningFailure) -> ListeningSockets {
        do {
            return try ListeningSockets(host: settings.host, port: settings.port, count: settings.loops)
        } catch {
            throw ListeningFailure(error)
        }
    }

    /// Each loop has one of its own: with one for all, cores would take turns at counting references to its parts.
    private func engines(on loops: ArraySlice<EventLoop>, publicURL: String) throws -> [Engine<RequestContext>] {
        let engines = Locked<[Engine<RequestContext>]>([])
        let calls = loops.map { loop in
            LoopCall(on: loop) {
                let engine = try engine(publicURL: publicURL)
                engines.withLock { $0.append(engine) }
            }
        }
        for call in calls { try call.wait() }
        return engines.withLock { $0 }
    }

    private func engine(publicURL: String) throws -> Engine<RequestContext> {
        try MarqueeSchema.engine(
            publicURL: publicURL,
            server: ServerInfo(
                name: settings.name, version: MarqueeCommand.version,
                isRegistrationOpen: settings.registration == .open),
            showsDebugExtensions: settings.showsDebugExtensions, limits: settings.limits)
    }

    /// Returns what names the database wherever it is reached from.
    private func prepareDatabase(_ url: String) throws -> String {
        let connection = try OwnerConnection(url: url, interruption: lifecycle.interruption)
        try ConnectionNeed(loops: settings.loops).check(ConnectionLimit(of: connection))
        try Migrations(on: connection).apply()
        if seeds {
            if let added = try CatalogueSeed(on: connection).loadOnce() { Terminal.say("added \(added)") }
            if settings.databaseURL == nil { try SampleSignIn(settings).offer(on: connection) }
        }
        let name = try connection.query(
            """
            select (select system_identifier from pg_control_system()) || '.' || oid
              from pg_database where datname = current_database()
            """)
        return name.text(0, 0)
    }

    /// Serves on all loops until somebody asks for the end.
    private func serve(
        on loops: [EventLoop], _ sockets: ListeningSockets, _ services: BackingServices, deployment: String,
        publicURL: String, engines: [Engine<RequestContext>], trustedDocuments: TrustedDocuments?, whenReady: () -> Void
    ) throws {
        let sideThreads = SideThreads(name: "side", threads: 2)
        let redisLookups = SideThreads(name: "redis", threads: 1)
        let cancelThreads = SideThreads(name: "cancel", threads: 2)
        defer {
            sideThreads.stop()
            redisLookups.stop()
            cancelThreads.stop()
        }
        guard let redis = services.redisAddress else { preconditionFailure("serving asks for Redis") }
        let notifications = try listen(to: services.databaseURL, on: loops[0], sideThreads)
        defer { try? LoopCall(on: loops[0]) { await notifications.close() }.wait() }
        let newsroom = TitleNewsroom(
            loops: loops, notifications: notifications, redis: redis, redisLookups: redisLookups,
            deployment: deployment)
        try LoopCall(on: loops[0]) { await newsroom.open() }.wait()
        defer { try? LoopCall(on: loops[0]) { await newsroom.close() }.wait() }
        let exchange = NewsExchange(
            loop: loops[0], notifications: notifications, redis: redis, redisLookups: redisLookups,
            deployment: deployment)
        try LoopCall(on: loops[0]) { await exchange.open() }.wait()
        defer { try? LoopCall(on: loops[0]) { await exchange.close() }.wait() }
        let accounts = try AccountSetup(settings, deployment: deployment)
        defer { accounts.stop() }
        let context = ServerContext(
            settings: settings, openFiles: raiseOpenFiles(), redis: redis, redisHealth: RedisHealth(),
            notifications: notifications, newsroom: newsroom, newsboard: exchange.board, cacheHouse: CacheHouse(),
            deployment: deployment, publicURL: publicURL, accounts: accounts,
            sideThreads: sideThreads, redisLookups: redisLookups, cancelThreads: cancelThreads, lifecycle: lifecycle,
            trustedDocuments: trustedDocuments,
            explorer: Explorer(assets: FileSystem.files(in: settings.explorerAssets)))
        let database = try ConnectionSettings(
            url: services.databaseURL, role: "marquee_app", statementTimeout: settings.statementTimeout)
        let servers = zip(loops, engines).map { LoopServer(loop: $0, context, engine: $1, database: database) }
        defer { stop(servers) }
        try start(servers, sockets)
        let jobs = JobRunner(
            try ConnectionSettings(url: services.databaseURL), loop: loops[0], sideThreads: sideThreads,
            report: { OperatorLog.warn($0) })
        try LoopCall(on: loops[0]) { jobs.start() }.wait()
        defer { try? LoopCall(on: loops[0]) { await jobs.stop() }.wait() }
        try LoopCall(on: loops[0]) { accounts.keepKeysFresh(on: loops[0], sideThreads) }.wait()
        guard lifecycle.beginServing() else { return }
        whenReady()
        lifecycle.waitUntilAskedToStop()
        Terminal.say("stopping: requests in flight may take 30 s; a second signal ends at once")
        // `/readyz` is false from now on. Until balancers have seen that, they still send requests.
        usleep(UInt32(settings.stopDelay / .microseconds(1)))
    }

    /// Answers how many descriptors the process may open; warns if few clients could be served with them.
    private func raiseOpenFiles() -> Int {
        let limit = OpenFiles.raiseLimit()
        if let warning = OpenFiles.warning(loops: settings.loops, limit: limit) { OperatorLog.warn(warning) }
        return limit
    }

    /// Begins to hear of changes in the catalogue, for caches on all loops.
    private func listen(
        to url: String, on loop: EventLoop, _ sideThreads: SideThreads
    ) throws -> NotificationHub {
        let hub = NotificationHub(
            try ConnectionSettings(url: url),
            channels: [
                "catalogue", TitleNews.channel, Authenticator.accountNews, NewsExchange.titlesChannel,
                NewsExchange.listsChannel,
            ],
            loop: loop, sideThreads: sideThreads)
        hub.subscribe(to: "catalogue", on: loop) { news in
            if case .lost(let reason) = news {
                OperatorLog.warn(
                    "changes of the catalogue are not heard of until PostgreSQL listens again; caches rest: \(reason)"
                )
            }
        }
        try LoopCall(on: loop) { hub.start() }.wait()
        return hub
    }

    private func start(_ servers: [LoopServer], _ sockets: ListeningSockets) throws {
        let starts = zip(servers, sockets.descriptors).map { server, socket in
            LoopCall(on: server.loop) { try await server.start(listeningOn: socket, among: servers) }
        }
        for start in starts { try start.wait() }
    }

    private func stop(_ servers: [LoopServer]) {
        let stops = servers.map { server in LoopCall(on: server.loop) { await server.stop(within: .seconds(30)) } }
        for stop in stops { try? stop.wait() }
    }

    private func address(port: UInt16) -> String { Self.address(host: settings.host, port) }

    /// Where a client on this machine reaches the server.
    private func localAddress(port: UInt16) -> String {
        let isHere = ["127.0.0.1", "::1", "0.0.0.0", "::"].contains(settings.host)
        return Self.address(host: isHere ? "localhost" : settings.host, port)
    }

    private static func address(host: String, _ port: UInt16) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension Duration {
    /// With two decimals, as people read it.
    fileprivate var inSeconds: String {
        let hundredths = Int(self / .milliseconds(10))
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
