import Foundation
import Testing

/// What the screens of a client cost in SQL, asked for by somebody who watches, rates and keeps lists.
@Suite(.onOwnThreads) struct SampleOperationTests {
    private let server: SampleServer
    private let viewer: SignedUpViewer

    init() throws {
        let settings = ["MARQUEE_DEBUG_EXTENSIONS": "1", "MARQUEE_CACHE": "off", "MARQUEE_SCRYPT_COST": "10"]
        server = try SampleServer(settings)
        viewer = try SignedUpViewer("screens", port: server.port)
    }

    /// The different statements an operation takes, by name: one a list and level. Where there are several of a name they
    /// read other columns.
    private static let costs: [(name: String, statements: [String: Int])] = [
        (
            "Home",
            [
                "airing_today": 1, "calendar": 1, "chart_computed_at": 1, "chart_popular": 1,
                "chart_trending_of_kind": 1, "episodes_by_id": 1, "reviews_liked": 1, "reviews_recent": 1,
                "states_of_episodes": 1, "states_of_titles": 1, "titles_by_id": 3, "up_next_by_recentlyWatched": 1,
                "upcoming": 1, "users_by_id": 2,
            ]
        ),
        (
            "TitlePage",
            [
                "cast": 1, "creators_named": 1, "crew": 1, "episodes_by_id": 1, "external_ids_by_title_id": 1,
                "genres_by_id": 1, "keywords_of_titles": 1, "networks_of_titles": 1, "next_episode_to_air": 1,
                "own_lists_of_titles": 1, "own_reviews_of_titles": 1, "people_by_id": 1, "plays_of_titles": 1,
                "progress_of_seasons": 1, "progress_of_shows": 1, "reviews_liked": 1, "reviews_of_titles_by_likes": 1,
                "reviews_of_titles_by_likes_count": 1, "runs_of_shows": 1, "seasons_of_shows": 1, "states_of_titles": 1,
                "titles_by_id": 1, "users_by_id": 1,
            ]
        ),
    ]

    @Test func `each screen costs the same statements, however much there is on it`() throws {
        for count in [1, 12] {
            try watch(titles: count)
            for cost in Self.costs {
                let sent = try statements(of: cost.name)
                let different = Set(sent).reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
                #expect(different == cost.statements, "\(cost.name) with \(count) titles")
                // Levels that are read at different times may each send the same one, but never each object.
                let most = Dictionary(grouping: sent) { $0 }.values.map(\.count).max() ?? 0
                #expect(most <= 3, "\(cost.name) with \(count) titles: \(sent.map(\.name))")
            }
        }
        server.endInGoodOrder()
    }

    /// Plans to watch so many shows, watches the first episode of each, and writes of it.
    private func watch(titles count: Int) throws {
        let shows = try keys("{ shows(first: \(count)) { nodes { id } } }", "S_")
        let movies = try keys("{ movies(first: \(count)) { nodes { id } } }", "M_")
        for (list, ids) in [("WATCHING", shows), ("PLANNED", movies)] {
            let quoted = ids.map { "\"\($0)\"" }.joined(separator: ",")
            try viewer.mutate("setLibraryStatus", "titleIds: [\(quoted)], status: \(list)", port: server.port)
        }
        for (number, show) in shows.enumerated() {
            let first = try keys("{ show(id: \"\(show)\") { episodes(first: 1) { nodes { id } } } }", "E_")
            for episode in first {
                _ = try answer("MarkWatched", ["episode": episode, "key": "\(count) \(number)"])
            }
            _ = try answer("WriteReview", ["subject": show, "body": "I have begun it, and shall go on."])
        }
    }

    /// The IDs of one kind in the answer to a document.
    private func keys(_ document: String, _ prefix: String) throws -> [String] {
        try viewer.ask(document, port: server.port).split(separator: "\"").map(String.init).filter {
            $0.hasPrefix(prefix)
        }
    }

    private struct SentStatement: Hashable {
        let name: String
        let text: String
    }

    /// The statements of an operation that finds what it asks for.
    private func statements(of name: String) throws -> [SentStatement] {
        let show = try #require(keys(#"{ title(by: {showSlug: "game-of-thrones"}) { id } }"#, "S_").first)
        let person = try #require(keys(#"{ people(text: "Al Pacino") { nodes { id } } }"#, "P_").first)
        let variables: [String: Any] =
            switch name {
            case "TitlePage": ["by": ["id": show]]
            case "SeasonPage": ["show": show, "number": 1]
            case "PersonPage": ["id": person]
            case "Search": ["text": "dark"]
            default: [:]
            }
        let answer = try answer(name, variables)
        let sent = (answer["extensions"] as? [String: Any])?["sql"] as? [[String: Any]]
        return try #require(sent, "\(answer)").map {
            SentStatement(name: $0["name"] as? String ?? "", text: $0["text"] as? String ?? "")
        }
    }

    private func answer(_ operation: String, _ variables: [String: Any]) throws -> [String: Any] {
        let request: [String: Any] = [
            "query": SampleOperations.document, "operationName": operation, "variables": variables,
        ]
        let body = String(decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
        let text = try LocalSocket.post(body, headers: viewer.header, port: server.port)
        let json = try #require(text.firstRange(of: "\r\n\r\n"))
        let answer = try JSONSerialization.jsonObject(with: Data(text[json.upperBound...].utf8)) as? [String: Any]
        #expect(answer?["errors"] == nil, "\(operation): \(text.prefix(500))")
        return try #require(answer, "\(text)")
    }
}
