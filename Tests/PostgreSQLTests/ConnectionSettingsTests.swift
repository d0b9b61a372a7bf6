import Testing

@testable import PostgreSQL

@Suite struct ConnectionSettingsTests {
    @Test(arguments: [
        "postgresql://ann:sec%zzret@host/db", "password=half secret zzret", "postgresql://ann:zzret@[::/db",
    ])
    func `an address that cannot be read is told without its password`(url: String) throws {
        let error = #expect(throws: PostgreSQLError.self) { try ConnectionSettings(url: url) }
        let message = "\(try #require(error))"
        #expect(message.contains("DATABASE_URL cannot be read"), "\(message)")
        #expect(!message.contains("zzret"), "\(message)")
    }

    @Test func `a host that accepts and says nothing is given up, unless the address says otherwise`() throws {
        let own = try ConnectionSettings(url: "postgresql://ann@host/db?connect_timeout=3")
        #expect(own.keywords.last { $0.key == "connect_timeout" }?.value == "3")
        let standard = try ConnectionSettings(url: "postgresql://ann@host/db")
        #expect(standard.keywords.last { $0.key == "connect_timeout" }?.value == "10")
    }
}
