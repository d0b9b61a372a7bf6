import Testing

@testable import Redis

@Suite struct RedisAddressTests {
    @Test func `a unix socket is an absolute path`() throws {
        let address = try RedisAddress(url: "unix:///run/redis/redis.sock")
        #expect(address.endpoint == .unix(path: "/run/redis/redis.sock"))
        #expect(address.password == nil)
        #expect(address.database == 0)
    }

    @Test(arguments: [
        ("redis://cache", "cache", 6379, 0),
        ("redis://cache:7000", "cache", 7000, 0),
        ("redis://cache:7000/", "cache", 7000, 0),
        ("redis://10.0.0.7/3", "10.0.0.7", 6379, 3),
        ("redis://[::1]:7000/3", "::1", 7000, 3),
        ("redis://[::1]", "::1", 6379, 0),
    ])
    func `a host may have a port and a database`(url: String, host: String, port: Int32, database: Int) throws {
        let address = try RedisAddress(url: url)
        #expect(address.endpoint == .tcp(host: host, port: port))
        #expect(address.database == database)
    }

    @Test(arguments: [
        ("redis://:secret@cache", nil, "secret"),
        ("redis://anna:se:cret@cache", "anna", "se:cret"),
        ("redis://anna:%2Fa%40b%25@cache", "anna", "/a@b%"),
        ("unix://:secret@/run/redis.sock", nil, "secret"),
    ])
    func `credentials come before the host, percent-encoded`(url: String, username: String?, password: String) throws {
        let address = try RedisAddress(url: url)
        #expect(address.username == username)
        #expect(address.password == password)
        #expect(!"\(address)".contains("cret"))
    }

    @Test(arguments: [
        ("rediss://cache", "'rediss://' asks for TLS"),
        ("http://cache", "its scheme is 'http'. Expected unix:///path/to/socket or redis://"),
        ("cache:6379", "it has no '://'"),
        ("redis://", "it names no host"),
        ("redis://:secret@", "it names no host"),
        ("redis://cache:0", "its port is '0', expected 1 to 65535"),
        ("redis://cache:65536", "its port is '65536'"),
        ("redis://[::1]7000", "its port is"),
        ("redis://cache/one", "its database is 'one'"),
        ("redis://cache?db=3", "options ('?' or '#') are not known"),
        ("redis://anna@cache", "expected user:password or :password"),
        ("redis://anna:se%2@cache", "percent-encoded"),
        ("redis://anna:se/cret@cache", "write '/' in a password as %2F"),
        ("unix://run/redis.sock", "an absolute path"),
    ])
    func `what cannot be used is refused with the reason`(url: String, reason: String) throws {
        let error = #expect(throws: RedisError.self) { try RedisAddress(url: url) }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("REDIS_URL cannot be used: "))
        #expect(text.contains(reason))
        #expect(!text.contains("cret"))
    }

    @Test func `a socket's path that the system would cut is refused`() {
        let path = "/" + String(repeating: "x", count: 106)
        #expect(throws: Never.self) { try RedisAddress(url: "unix://\(path)") }
        #expect(throws: RedisError.self) { try RedisAddress(url: "unix://\(path)x") }
    }
}
