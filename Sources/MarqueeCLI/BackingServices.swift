internal import Redis
internal import Services

/// The PostgreSQL and Redis a command works with: those the settings name, or private ones, which `stop` ends.
/// Everything here blocks.
final class BackingServices {
    let databaseURL: String
    /// Nil when Redis was not asked for.
    let redisAddress: RedisAddress?
    private let postgreSQL: PrivatePostgreSQL?
    private let redis: PrivateRedis?

    /// For the owner's commands beside a running server, and PostgreSQL's own reserve.
    private static let spareConnections = 20

    /// - Parameter isUnwanted: asked while services start; true ends them again, and throws.
    init(_ settings: Settings, withRedis: Bool = true, isUnwanted: () -> Bool = { false }) throws {
        let database = try Self.database(settings, mayBeShared: !withRedis, isUnwanted: isUnwanted)
        (databaseURL, postgreSQL) = (database.url, database.own)
        do {
            redis =
                withRedis && settings.redis == nil
                ? try PrivateRedis.start(
                    home: settings.home, isUnwanted: isUnwanted, report: { OperatorLog.warn($0) }) : nil
            redisAddress = withRedis ? try settings.redis ?? redis.map { try RedisAddress(url: $0.url) } : nil
        } catch {
            postgreSQL?.stop()
            throw error
        }
    }

    /// - Parameter mayBeShared: whether the private database of a server that runs will do, for commands beside it.
    private static func database(
        _ settings: Settings, mayBeShared: Bool, isUnwanted: () -> Bool
    ) throws -> (url: String, own: PrivatePostgreSQL?) {
        if let url = settings.databaseURL { return (url, nil) }
        do {
            let own = try PrivatePostgreSQL.start(
                home: settings.home, connections: ConnectionNeed(loops: settings.loops).total + spareConnections,
                isUnwanted: isUnwanted, report: { OperatorLog.warn($0) })
            return (own.url, own)
        } catch ServiceError.homeInUse where mayBeShared {
            return (try PrivatePostgreSQL.url(home: settings.home), nil)
        }
    }

    /// Ends what was started, the last first.
    func stop() {
        redis?.stop()
        postgreSQL?.stop()
    }
}
