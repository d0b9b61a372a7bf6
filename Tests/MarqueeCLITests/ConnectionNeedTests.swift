import MarqueeCLI
import PostgreSQL
import Testing

@Suite struct ConnectionNeedTests {
    @Test func `each loop's pool, the listener and the jobs count`() throws {
        #expect(ConnectionNeed(loops: 19).total == 78)
        try ConnectionNeed(loops: 19).check(ConnectionLimit(connections: 78, origin: "max_connections"))
    }

    @Test(arguments: [
        (77, "set MARQUEE_LOOPS to 18 or less, or raise that limit"), (3, "raise that limit"),
    ])
    func `a database that admits too few is refused with the remedy`(connections: Int, remedy: String) {
        let shortage = #expect(throws: ConnectionShortage.self) {
            try ConnectionNeed(loops: 19).check(
                ConnectionLimit(connections: connections, origin: "the connection limit of role marquee"))
        }
        #expect(
            shortage?.description
                == "the database admits \(connections) connections at once (the connection limit of role marquee), "
                + "but 19 loops need 78: \(remedy)")
    }
}
