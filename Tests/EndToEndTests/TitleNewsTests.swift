import DatabaseSupport
import Glibc
import PostgreSQL
import TestSupport
import Testing

@testable import Services

/// `titleUpdated` from an update by SQL to clients of two servers, with Redis and without.
@Suite(.onOwnThreads) struct TitleNewsTests {
    @Test func `clients of two servers hear once of each change, with and without Redis`() throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let redis = try PrivateRedis(place: place)
        let environment = [
            "DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": redis.url,
            "MARQUEE_LOOPS": "2",
        ]
        let database = try OwnerConnection(url: try #require(environment["DATABASE_URL"]))
        let title = try database.query("select id from titles where kind = 'movie' order by id limit 1").text(0, 0)

        let servers = try [1, 2].map { _ in try MarqueeProcess(["serve"], environment) }
        let clients = try servers.map { try subscribe(to: "M_\(title)", port: $0.awaitPort()) }
        try change(title, to: "With Redis", in: database, heardBy: clients)
        redis.stop()
        for server in servers { try server.awaitComplaint("Redis is lost") }
        try change(title, to: "Without Redis", in: database, heardBy: clients)

        for server in servers { server.signal(SIGTERM) }
        for client in clients {
            let end = try client.receiveClose()
            #expect(end.code == 1001)
            #expect(end.reason == "The server stops.")
            client.close(1001)
        }
        for server in servers { #expect(server.end().status == 0) }
    }

    @Test func `a title that does not exist is refused`() throws {
        let services = try ThrowAwayServices.shared()
        let environment = ["DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": services.redis.url]
        let server = try MarqueeProcess(["serve"], environment)
        let client = try subscribe(to: "M_1", port: server.awaitPort())
        let answer = try client.receive().text
        #expect(
            answer.contains(#"{"type":"error","id":"1","payload":[{"message":"Argument \"id\": there is no title"#),
            "\(answer)")
        client.close(1000)
        server.signal(SIGTERM)
        #expect(server.end().status == 0)
    }

    /// Returns when the server has had time to begin listening, also beside all other tests: no message tells of it.
    private func subscribe(to id: String, port: UInt16) throws -> WebSocketClient {
        let client = try WebSocketClient(
            port: port, path: "/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n")
        client.send(#"{"type":"connection_init"}"#)
        #expect(try client.receive().text == #"{"type":"connection_ack"}"#)
        client.send(
            #"{"id":"1","type":"subscribe","payload":{"query":"subscription { titleUpdated(id: \"\#(id)\") { tagline } }"}}"#
        )
        usleep(1_500_000)
        return client
    }

    private func change(
        _ title: String, to tagline: String, in database: OwnerConnection, heardBy clients: [WebSocketClient]
    ) throws {
        // Two statements of one transaction are one change.
        try database.query(
            "do $$ begin update titles set tagline = '' where id = \(title); "
                + "update titles set tagline = '\(tagline)' where id = \(title); end $$")
        for client in clients {
            #expect(
                try client.receive().text
                    == #"{"type":"next","id":"1","payload":{"data":{"titleUpdated":{"tagline":"\#(tagline)"}}}}"#)
        }
        // Were it told twice, the second time would come before the answer to this.
        usleep(200_000)
        for client in clients {
            client.send(#"{"type":"ping"}"#)
            #expect(try client.receive().text == #"{"type":"pong"}"#)
        }
    }
}
