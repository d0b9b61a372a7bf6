import EventLoop
import Testing

@testable import PostgreSQL

/// Which connections a serving pool refuses, and what it says.
@Suite(.tags(.database)) struct AdmissionTests {
    private static let user = Statement("user", "select current_user, count(*) from titles")
    private static let settings = Statement(
        "settings",
        """
        select current_setting('datestyle'), current_setting('timezone'), current_setting('intervalstyle'),
               current_setting('statement_timeout'), current_setting('application_name')
        """
    )

    private func reason(_ url: String, role: String) async -> String {
        let error = await failure { try await withPool(url, role: role) { _ in } }
        guard case .refused(let reason) = error else { return "not refused: \(String(describing: error))" }
        return reason
    }

    @Test func `a migrated database is served as the role without rights`() async throws {
        let url = try emptyDatabase()
        try Migrations(on: OwnerConnection(url: url)).apply()
        try await withPool(url, role: "marquee_app") { pool in
            let rows = try await pool.query(Self.user)
            #expect(rows.text(0, 0) == "marquee_app")
        }
    }

    @Test func `a database that is not migrated is refused with the remedy`() async throws {
        let url = try emptyDatabase()
        let text = await reason(url, role: "marquee_app")
        #expect(text.contains("marquee migrate"))
        #expect(await reason(url, role: "nobody_here").contains("marquee migrate"))
    }

    @Test func `a role that owns tables is refused`() async throws {
        let url = try emptyDatabase()
        let owner = try OwnerConnection(url: url)
        try Migrations(on: owner).apply()
        let name = try owner.query("select current_user").text(0, 0)
        #expect(await reason(url, role: name).contains("has the rights of an owner of tables"))
    }

    @Test func `sessions write dates, times and intervals as the API needs them`() async throws {
        try await withPool(emptyDatabase(), statementTimeout: .milliseconds(1500)) { pool in
            let rows = try await pool.query(Self.settings)
            let values = (0..<5).map { rows.text(0, $0) }
            #expect(values == ["ISO, MDY", "UTC", "iso_8601", "1500ms", "marquee"])
        }
    }

    @Test func `an address that cannot be read is refused`() {
        #expect(throws: PostgreSQLError.self) { try ConnectionSettings(url: "postgresql://[::1/database") }
    }
}
