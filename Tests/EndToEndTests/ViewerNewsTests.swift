import DatabaseSupport
import Glibc
import PostgreSQL
import TestSupport
import Testing

@testable import Services

/// What somebody does at one server, told to clients of another: two servers over one database and one Redis.
@Suite(.onOwnThreads) struct ViewerNewsTests {
    /// Nothing was heard, however often something happened.
    private struct Unheard: Error {}

    /// Clients sign up at the first server and listen at the second.
    private struct Pair {
        let servers: [MarqueeProcess]
        let ports: [UInt16]
        let owner: OwnerConnection

        init() throws {
            let environment = [
                "DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": try ThrowAwayServices.shared().redis.url,
                "MARQUEE_LOOPS": "2", "MARQUEE_SCRYPT_COST": "10",
                "MARQUEE_JWT_SECRET": "a secret that both servers know of",
            ]
            servers = try [1, 2].map { _ in try MarqueeProcess(["serve"], environment) }
            ports = try servers.map { try $0.awaitPort() }
            owner = try OwnerConnection(url: try #require(environment["DATABASE_URL"]))
        }

        /// Both stop in good order although clients listen.
        func end() {
            for server in servers { server.signal(SIGTERM) }
            for server in servers { #expect(server.end().status == 0) }
        }

        /// The episodes of a show that have aired, in order.
        func episodes() throws -> [Int64] {
            let rows = try owner.query(
                """
                select id from episodes
                 where season_number > 0 and air_date < current_date and show_id = (
                   select show_id from episodes where season_number > 0 and air_date < current_date
                    group by show_id order by count(*) desc, show_id limit 1)
                 order by season_number, number limit 20
                """)
            return (0..<rows.count).map { rows.int($0, 0) }
        }

        func movies() throws -> [Int64] {
            let rows = try owner.query("select id from titles where kind = 'movie' order by id limit 20")
            return (0..<rows.count).map { rows.int($0, 0) }
        }
    }

    /// A WebSocket of somebody, or of nobody, that has asked for a subscription. No message tells when it has begun: a
    /// query that was asked after it has been answered.
    private func listen(_ subscription: String, as viewer: SignedUpViewer?, port: UInt16) throws -> WebSocketClient {
        let client = try WebSocketClient(
            port: port, path: "/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n")
        let payload = viewer.map { #","payload":{"Authorization":"Bearer \#($0.token)"}"# } ?? ""
        client.send(#"{"type":"connection_init"\#(payload)}"#)
        #expect(try client.receive().text == #"{"type":"connection_ack"}"#)
        client.send(#"{"id":"1","type":"subscribe","payload":\#(SignedUpViewer.body(subscription))}"#)
        client.send(#"{"id":"2","type":"subscribe","payload":{"query":"{ genres { __typename } viewer { role } }"}}"#)
        #expect(try client.receive().text.hasPrefix(#"{"type":"next","id":"2""#))
        #expect(try client.receive().text.hasPrefix(#"{"type":"complete","id":"2""#))
        return client
    }

    /// Acts until it is heard of, which is missed the first time if the subscription began late; the number of the time that
    /// was heard, and what was.
    private func hear(
        _ receive: () throws -> String, after act: (Int) throws -> Void
    ) throws -> (time: Int, text: String) {
        for time in 1...4 {
            try act(time)
            if let text = try? receive() { return (time, text) }
        }
        throw Unheard()
    }

    /// The value of the first `id` in an answer.
    private static func id(in answer: String) throws -> String {
        let start = try #require(answer.firstRange(of: #""id":""#), "\(answer)").upperBound
        return String(answer[start...].prefix { $0 != "\"" })
    }

    private static func next(_ data: String) -> String { #"{"type":"next","id":"1","payload":{"data":\#(data)}}"# }

    @Test func `progress is told to the viewer's devices at all servers, and to nobody else`() throws {
        let pair = try Pair()
        let (here, there) = (pair.ports[0], pair.ports[1])
        let (ada, bob) = (try SignedUpViewer("ada", port: here), try SignedUpViewer("bob", port: here))
        let episodes = try pair.episodes()
        let document = "subscription { progressChanged { watchedCount } }"
        let phone = try listen(document, as: ada, port: there)
        let stranger = try listen(document, as: bob, port: there)
        func mark(_ episode: Int64, as viewer: SignedUpViewer) throws {
            try viewer.mutate("markEpisodeWatched", "episodeId: \"E_\(episode)\"", port: here)
        }
        let heard = try hear({ try phone.receive().text }) { try mark(episodes[$0 - 1], as: ada) }
        #expect(heard.text == Self.next(#"{"progressChanged":{"watchedCount":\#(heard.time)}}"#))
        // What bob hears first is of himself.
        let own = try hear({ try stranger.receive().text }) { try mark(episodes[$0 - 1], as: bob) }
        #expect(own.text == Self.next(#"{"progressChanged":{"watchedCount":\#(own.time)}}"#))
        // Ada hears of her own second episode next, not of his first.
        try mark(episodes[heard.time], as: ada)
        #expect(
            try phone.receive().text == Self.next(#"{"progressChanged":{"watchedCount":\#(heard.time + 1)}}"#))

        let nobody = try WebSocketClient(
            port: there, path: "/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n")
        nobody.send(#"{"type":"connection_init"}"#)
        _ = try nobody.receive()
        nobody.send(#"{"id":"1","type":"subscribe","payload":\#(SignedUpViewer.body(document))}"#)
        #expect(try nobody.receive().text.contains(#""code":"UNAUTHENTICATED""#))
        pair.end()
    }

    @Test func `what the catalogue gains is told at all servers to who watches the show`() throws {
        let pair = try Pair()
        let ada = try SignedUpViewer("ada", port: pair.ports[0])
        let first = try pair.episodes()[0]
        try ada.mutate("markEpisodeWatched", "episodeId: \"E_\(first)\"", port: pair.ports[0])
        let devices = try pair.ports.map {
            try listen("subscription { progressChanged { watchedCount show { id } } }", as: ada, port: $0)
        }
        let show = try pair.owner.query("select show_id from episodes where id = $1", [.int(first)]).int(0, 0)
        func add(_ time: Int) throws {
            try pair.owner.query(
                """
                insert into episodes (show_id, season_id, season_number, number, air_date)
                select show_id, season_id, season_number, 9000 + $2::integer, current_date from episodes where id = $1
                """, [.int(first), .int(Int64(time))])
        }
        for (place, device) in devices.enumerated() {
            // Each hears of the first one it is there for, and both hear of all.
            let heard = try hear({ try device.receive().text }) { if place == 0 || $0 > 1 { try add(10 * place + $0) } }
            #expect(heard.text == Self.next(#"{"progressChanged":{"watchedCount":1,"show":{"id":"S_\#(show)"}}}"#))
        }
        pair.end()
    }

    @Test func `a list's changes are told at all servers to those who may see it`() throws {
        let pair = try Pair()
        let (here, there) = (pair.ports[0], pair.ports[1])
        let ada = try SignedUpViewer("ada", port: here)
        let movies = try pair.movies()
        let made = try ada.mutate("createList", "name: \"Seen\", privacy: PUBLIC", "list { id }", port: here)
        let list = try Self.id(in: made)
        let reader = try listen(
            "subscription { listChanged(listId: \"\(list)\") { type list { name entryCount } } }", as: nil, port: there)
        let heard = try hear({ try reader.receive().text }) {
            try ada.mutate(
                "addToList", "target: {id: \"\(list)\"}, entries: [{subjectId: \"M_\(movies[$0 - 1])\"}]", port: here)
        }
        #expect(
            heard.text
                == Self.next(
                    #"{"listChanged":{"type":"ENTRY_ADDED","list":{"name":"Seen","entryCount":\#(heard.time)}}}"#))
        // To whom it is hidden it is deleted, and that is the end.
        try ada.mutate("updateList", "listId: \"\(list)\", privacy: PRIVATE", port: here)
        #expect(try reader.receive().text == Self.next(#"{"listChanged":{"type":"LIST_DELETED","list":null}}"#))
        #expect(try reader.receive().text.hasPrefix(#"{"type":"complete","id":"1""#))
        pair.end()
    }

    @Test func `a title that is deleted is told at all servers to who follows a list it was in`() throws {
        let pair = try Pair()
        let ada = try SignedUpViewer("ada", port: pair.ports[0])
        let movies = try pair.movies()
        let entries = movies.map { "{subjectId: \"M_\($0)\"}" }.joined(separator: ", ")
        let made = try ada.mutate(
            "createList", "name: \"Kept\", privacy: PUBLIC, entries: [\(entries)]", "list { id }", port: pair.ports[0])
        let list = try Self.id(in: made)
        let readers = try pair.ports.map {
            try listen("subscription { listChanged(listId: \"\(list)\") { type entry { id } } }", as: nil, port: $0)
        }
        for (place, reader) in readers.enumerated() {
            // Each hears of the first one it is there for, and both hear of all.
            let heard = try hear({ try reader.receive().text }) { time in
                guard place == 0 || time > 1 else { return }
                try pair.owner.query("delete from titles where id = $1", [.int(movies[4 * place + time])])
            }
            #expect(heard.text == Self.next(#"{"listChanged":{"type":"ENTRY_REMOVED","entry":null}}"#))
        }
        pair.end()
    }

    @Test func `a review is told at all servers, over WebSocket and as an event`() throws {
        let pair = try Pair()
        let (here, there) = (pair.ports[0], pair.ports[1])
        let ada = try SignedUpViewer("ada", port: here)
        let movie = try pair.movies()[0]
        let document = "subscription { reviewAdded(subjectId: \"M_\(movie)\") { body } }"
        let socket = try listen(document, as: nil, port: there)
        let events = try TestClient(port: there)
        let body = SignedUpViewer.body(document)
        events.send(
            "POST /graphql HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try events.line().hasPrefix("HTTP/1.1 200 "))
        var written: String?
        func write(_ text: String) throws {
            // One viewer has one review of a movie; editing it would tell nothing.
            if let written { try ada.mutate("deleteReview", "reviewId: \"\(written)\"", port: here) }
            written = try Self.id(
                in: ada.mutate(
                    "saveReview", "subjectId: \"M_\(movie)\", body: \"\(text)\"", "review { id }", port: here))
        }
        let heard = try hear({ try socket.receive().text }) { try write("Take \($0)") }
        #expect(heard.text == Self.next(#"{"reviewAdded":{"body":"Take \#(heard.time)"}}"#))
        let event = try hear({
            while case let line = try events.line() { if line.hasPrefix("data:") { return line } }
        }) { if $0 > 1 { try write("Event \($0)") } }
        #expect(event.text.contains(#""reviewAdded":{"body":""#), "\(event)")
        pair.end()
    }
}
