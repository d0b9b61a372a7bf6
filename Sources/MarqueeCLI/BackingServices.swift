internal import Services

/// The PostgreSQL and Redis a command works with: those the settings name, or private ones, which `stop` ends.
/// Everything here blocks.
final class BackingServices {
    let databaseURL: String
    /// Nil when Redis was not asked for.
    let redisURL: String?
    private let postgreSQL: PrivatePostgreSQL?
    private let redis: PrivateRedis?

    init(_ settings: Settings, withRedis: Bool = true) throws(ServiceError) {
        postgreSQL = settings.databaseURL == nil ? try PrivatePostgreSQL.start(home: settings.home) : nil
        do {
            redis = withRedis && settings.redisURL == nil ? try PrivateRedis.start(home: settings.home) : nil
        } catch {
            postgreSQL?.stop()
            throw error
        }
        guard let databaseURL = settings.databaseURL ?? postgreSQL?.url else {
            preconditionFailure("there is one or the other")
        }
        self.databaseURL = databaseURL
        redisURL = withRedis ? settings.redisURL ?? redis?.url : nil
    }

    /// Ends what was started, the last first.
    func stop() {
        redis?.stop()
        postgreSQL?.stop()
    }
}
