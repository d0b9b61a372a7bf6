import Testing

@testable import Services

@Suite struct ThrowAwayServicesTests {
    @Test func `PostgreSQL answers select 1`() throws {
        let services = try ThrowAwayServices.shared()
        #expect(try SetupConnection(services.postgreSQL.url).value("select 1") == "1")
    }

    @Test func `Redis answers PING`() throws {
        let url = try ThrowAwayServices.shared().redis.url
        try #require(url.hasPrefix("unix:///"))
        let isAnswered = UnixSocket(String(url.dropFirst("unix://".count)))?.answersPing()
        #expect(isAnswered == true)
    }

    @Test func `the owner may do what migrations do, and is no superuser`() throws {
        let connection = try SetupConnection(ThrowAwayServices.shared().addDatabase())
        #expect(
            try connection.value("select rolsuper or rolbypassrls from pg_roles where rolname = current_user") == "f")
        for statement in [
            "create extension citext", "create extension pg_trgm", "create extension unaccent",
            "create role test_request_role nologin", "grant test_request_role to marquee",
            "revoke temporary on database \(try #require(try connection.value("select current_database()"))) from public",
        ] {
            try connection.value(statement)
        }
        #expect(throws: ServiceError.self) { try connection.value("create role test_boss superuser") }
    }

    @Test func `a database made from a template holds its tables`() throws {
        let services = try ThrowAwayServices.shared()
        let template = try services.addDatabase()
        let name: String
        do {
            let connection = try SetupConnection(template)
            try connection.value("create table kept (id int)")
            name = try #require(try connection.value("select current_database()"))
        }
        let copy = try SetupConnection(services.addDatabase(template: name))
        #expect(try copy.value("select count(*) from kept") == "0")
    }

    @Test func `stopping removes the folder`() throws {
        let services = try ThrowAwayServices(cache: Scratch.cache)
        let socket = String(services.redis.url.dropFirst("unix://".count))
        #expect(Files.exists(socket))
        services.stop()
        #expect(!Files.exists(String(socket.dropLast("/redis.sock".count))))
        #expect(services.postgreSQL.process == nil && services.redis.process == nil)
    }
}
