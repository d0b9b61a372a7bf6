import EventLoop
import Services
import TestSupport
import Testing

@testable import PostgreSQL

/// Runs `body` on a loop with a pool over a database.
func withPool<Value: Sendable>(
    _ url: String,
    role: String? = nil,
    limits: PoolLimits = PoolLimits(),
    statementTimeout: Duration = .seconds(30),
    _ body: @escaping @Sendable (PostgreSQLPool) async throws -> Value
) async throws -> Value {
    let settings = try ConnectionSettings(url: url, role: role, statementTimeout: statementTimeout)
    let sideThreads = SideThreads(name: "side", threads: 2)
    defer { sideThreads.stop() }
    return try await onOwnLoop { loop in
        let pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads, limits: limits)
        let result: Result<Value, any Error>
        do {
            try await pool.start()
            result = .success(try await body(pool))
        } catch {
            result = .failure(error)
        }
        await pool.close()
        return try result.get()
    }
}

/// An empty database for one test alone.
func emptyDatabase() throws -> String { try ThrowAwayServices.shared().addDatabase() }

/// The error `body` throws.
func failure(of body: () async throws -> Void) async -> PostgreSQLError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgreSQLError
    }
}

extension Tag {
    @Tag static var database: Self
}
