import EventLoop
import Testing

@testable import PostgreSQL
@testable import Services

/// What stands between us and PostgreSQL must keep a session together.
@Suite(
    .tags(.database),
    .enabled(if: (try? Command.find("pgbouncer", package: "pgbouncer")) != nil, "install pgbouncer to run")
)
struct PoolerTests {
    private static let one = Statement("one through a pooler", "select 1")

    /// Runs a pgbouncer before the test's PostgreSQL, and `body` with its address.
    private static func withPooler(
        mode: String, ignoring parameters: String, _ body: (String) async throws -> Void
    ) async throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let database = try ConnectionSettings(url: emptyDatabase()).keywords
        func value(_ key: String) -> String { database.first { $0.key == key }?.value ?? "" }
        try Files.write(
            """
            [databases]
            test = host=\(value("host")) port=\(value("port")) user=\(value("user")) dbname=\(value("dbname"))
            [pgbouncer]
            unix_socket_dir = \(place.sockets)
            listen_port = 6432
            auth_type = any
            pool_mode = \(mode)
            ignore_startup_parameters = \(parameters)
            """, to: "\(place.home)/pgbouncer.ini", owner: place.account)
        let program = try Command.find("pgbouncer", package: "pgbouncer")
        let pooler = try Child(
            Command([program, "\(place.home)/pgbouncer.ini"], as: place.account), log: "\(place.home)/log",
            quit: .terminate)
        defer { pooler.stop(patience: 5) }
        #expect(Pause.until(seconds: 5) { Files.exists("\(place.sockets)/.s.PGSQL.6432") })
        try await body("host=\(place.sockets) port=6432 dbname=test user=anybody")
    }

    private static func reason(_ url: String, role: String? = nil) async -> String {
        let error = await failure { try await withPool(url, role: role) { _ in } }
        guard case .refused(let reason) = error else { return "not refused: \(String(describing: error))" }
        return reason
    }

    @Test(arguments: ["transaction", "statement"])
    func `a pooler that changes backends between transactions is refused`(mode: String) async throws {
        try await Self.withPooler(mode: mode, ignoring: "options") { url in
            let text = await Self.reason(url)
            #expect(text.contains("pool_mode=session"), "\(text)")
        }
    }

    @Test func `a pooler that keeps sessions is used`() async throws {
        try await Self.withPooler(mode: "session", ignoring: "options") { url in
            try await withPool(url) { pool in
                let rows = try await pool.query(Self.one)
                #expect(rows.int(0, 0) == 1)
            }
        }
    }

    @Test func `a pooler that does not pass settings on is refused`() async throws {
        try await Self.withPooler(mode: "session", ignoring: "extra_float_digits") { url in
            #expect(await Self.reason(url).contains("pgbouncer"))
        }
        try await Self.withPooler(mode: "session", ignoring: "options") { url in
            #expect(await Self.reason(url, role: "marquee_app").contains("marquee migrate"))
        }
    }
}
