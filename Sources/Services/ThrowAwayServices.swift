import Glibc
import Synchronization

/// PostgreSQL and Redis for tests, in a temp folder that is removed with them: no fsync, and nothing outlives the process.
package final class ThrowAwayServices: Sendable {
    package let postgreSQL: PrivatePostgreSQL
    package let redis: PrivateRedis
    private let place: ServicePlace
    private let databases = Atomic(0)

    /// All suites connect at once; the listen queue is twice as long.
    private static let connections = 320

    /// Starts both, in about a third of a second. `cache` is the folder that keeps a fresh cluster from run to run;
    /// nil makes one anew, which takes a second more.
    package init(cache: String? = nil) throws(ServiceError) {
        place = try ServicePlace.throwAway()
        do {
            postgreSQL = try PrivatePostgreSQL(place: place, cache: cache, connections: Self.connections)
            redis = try PrivateRedis(place: place)
        } catch {
            try? Files.remove(place.home)
            throw error
        }
    }

    /// The services all suites of a test process share: started by the first who asks, stopped when the process exits.
    package static func shared() throws(ServiceError) -> ThrowAwayServices {
        try sharedResult.get()
    }

    private static let sharedResult = Result { () throws(ServiceError) in
        let services = try ThrowAwayServices(cache: Files.exists(".build") ? ".build/throw-away" : nil)
        atexit { try? ThrowAwayServices.shared().stop() }
        return services
    }

    /// Adds a database that belongs to the same owner, so that a suite has one to itself, and answers its address.
    /// `template` names a database to copy, for example one that is migrated; nobody may be connected to it.
    package func addDatabase(template: String = "template1") throws(ServiceError) -> String {
        let number = databases.wrappingAdd(1, ordering: .relaxed).newValue
        return try postgreSQL.addDatabase("test_\(number)", template: template)
    }

    /// Stops both and removes all they wrote.
    package func stop() {
        redis.stop()
        postgreSQL.stop()
        try? Files.remove(place.home)
    }
}
