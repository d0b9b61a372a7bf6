import GraphQL

/// A show kept in memory: 10 seasons of 20 episodes, and 1,000 episodes in one list.
/// `Benchmarks/graphql-js.js` makes the same one.
final class Show: Sendable {
    static let sdl = """
        type Query { show: Show! rows: [Episode!]! }
        type Show { title: String! seasons: [Season!]! }
        type Season { number: Int! title: String! episodes: [Episode!]! }
        type Episode { id: ID! number: Int! title: String! airDate: String runtime: Int hasAired: Boolean! }
        """

    let title = "The Long Night"
    let seasons = (1...10).map { Season(number: $0) }
    let rows = (1...1_000).map { Episode(season: 1, number: $0) }

    static func engine() throws -> Engine<Show> {
        var resolvers = Resolvers<Show>()
        resolvers.root("Query") { query in
            query.derive("show") { _, call in Resolved([call.context]) }
            query.derive("rows") { _, call in Resolved(lists: [call.context.rows]) }
        }
        resolvers.object("Show", Show.self) { show in
            show.value("title") { $0.title }
            show.children("seasons") { $0.seasons }
        }
        resolvers.object("Season", Season.self) { season in
            season.value("number") { $0.number }
            season.value("title") { $0.title }
            season.children("episodes") { $0.episodes }
        }
        resolvers.object("Episode", Episode.self) { episode in
            episode.value("id") { $0.id }
            episode.value("number") { $0.number }
            episode.value("title") { $0.title }
            episode.value("airDate") { $0.airDate }
            episode.value("runtime") { $0.runtime }
            episode.value("hasAired") { $0.hasAired }
        }
        return try Engine(schema: Schema(sdl: sdl), resolvers: resolvers)
    }
}

final class Season: Sendable {
    let number: Int64
    let title: String
    let episodes: [Episode]

    init(number: Int64) {
        self.number = number
        title = "Season \(number)"
        episodes = (1...20).map { Episode(season: number, number: $0) }
    }
}

final class Episode: Sendable {
    static let fields = "id number title airDate runtime hasAired"

    let id: String
    let number: Int64
    let title: String
    let airDate: String?
    let runtime: Int64?
    let hasAired = true

    init(season: Int64, number: Int64) {
        id = "E_\(season * 1_000 + number)"
        self.number = number
        title = "Episode \(number) of \"\(season)\", a café scene"
        airDate = "2011-04-\(10 + number % 20)"
        runtime = number % 7 == 0 ? nil : 40 + number % 20
    }
}
