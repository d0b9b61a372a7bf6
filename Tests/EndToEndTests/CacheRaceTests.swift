import DatabaseSupport
import Glibc
import PostgreSQL
import TestSupport
import Testing

@testable import Services

/// Two servers on one database and one Redis: what was read before a change is kept by none of their caches after it.
@Suite(.onOwnThreads, .serialized) struct CacheRaceTests {
    private static let search = "{\"query\":\"{ search(query: \\\"xyzzy\\\") { nodes { ... on Movie { id } } } }\"}"

    /// Requests weigh names one by one as they read them, so that a search sees the catalogue of long ago when it ends.
    private static let slowly = """
        create or replace function name_fame(popularity real, is_person boolean) returns real language plpgsql immutable as
        $$ begin if current_user = 'marquee_app' then perform pg_sleep(0.4); end if; return 1; end $$
        """

    @Test(arguments: [false, true])
    func `a slow reading that began before a change is kept by nobody`(losesListener: Bool) throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let redis = try PrivateRedis(place: place)
        let environment = [
            "DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": redis.url,
            "MARQUEE_LOOPS": "2", "MARQUEE_PUBLIC_URL": "https://films.example",
        ]
        let owner = try OwnerConnection(url: try #require(environment["DATABASE_URL"]))
        let key = try owner.query("select min(id)::text from titles where kind = 'movie'").text(0, 0)
        try owner.execute("update titles set title = 'Xyzzy' where id = \(key)")
        let servers = try [1, 2].map { _ in try MarqueeProcess(["serve"], environment) }
        let ports = try servers.map { try $0.awaitPort() }
        usleep(1_000_000)
        try owner.execute(Self.slowly)

        let slow = try ports.map { try LocalSocket.beginPost(Self.search, port: $0) }
        let reading =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"
        while try owner.query(reading).int(0, 0) < slow.count { usleep(10_000) }
        if losesListener {
            try owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'select 1'"
            )
        }
        try owner.execute("update titles set title = 'Plugh' where id = \(key)")
        usleep(1_000_000)
        for port in ports {
            for _ in 0..<4 {
                let answer = try LocalSocket.post(Self.search, port: port)
                #expect(answer.body == #"{"data":{"search":{"nodes":[]}}}"#)
            }
        }
        for answer in slow {
            #expect(answer.rest().contains("M_\(key)"), "the reading began too late to tell anything")
        }
        for port in ports {
            for _ in 0..<4 {
                let answer = try LocalSocket.post(Self.search, port: port)
                #expect(answer.body == #"{"data":{"search":{"nodes":[]}}}"#)
            }
        }
        for server in servers { server.signal(SIGTERM) }
        for server in servers { #expect(server.end().status == 0) }
    }
}
