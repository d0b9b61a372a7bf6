import DatabaseSupport
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Every mutation that writes the catalogue, and those on viewers' own titles, with input that cannot be: each is told the
/// way to the field, and the database holds afterwards what it held before.
@Suite struct BadInputTests {
    /// A mutation, its input, and the first error it meets.
    private typealias Misfit = (mutation: String, input: String, error: String)

    /// What inputs may name, in a database of the test's own.
    private struct Stage {
        let bed: AccountTestBed
        let owner: OwnerConnection
        let admin: String
        let movie, show, season, goneSeason, episode, goneEpisode, person, genre, own, ownShow: String

        init(_ bed: AccountTestBed, _ url: String) async throws {
            (self.bed, owner) = (bed, try OwnerConnection(url: url))
            let account = try await bed.register("stage.admin")
            try owner.query("update accounts set role = 'admin' where user_id = $1", [.int(account.key)])
            let admin = try await bed.login("stage.admin").token
            self.admin = admin
            genre = try await bed.made("createGenre", "genre", #"{"slug":"drama","name":"Drama"}"#, as: admin)
            movie = try await bed.makeMovie(
                #"{"title":"Staged","overview":"Old","keywords":["kept"],"externalIds":{"imdb":"tt1000001"}}"#,
                as: admin)
            let show = try await bed.makeShow(#"{"title":"Staged","externalIds":{"imdb":"tt1000002"}}"#, as: admin)
            self.show = show
            func make(_ number: Int) async throws -> String {
                try await bed.makeSeason(
                    """
                    {"showId":"\(show)","season":{"number":\(number),"externalIds":{"tvdb":\(100 + number)}},
                     "episodes":[{"number":1,"externalIds":{"tvdb":\(200 + number)}},{"number":2}]}
                    """, as: admin)
            }
            season = try await make(1)
            goneSeason = try await make(2)
            let rows = try owner.query(
                "select 'E_' || id from episodes order by season_number, number", [])
            (episode, goneEpisode) = (rows.text(1, 0), rows.text(2, 0))
            _ = try await bed.mutate("deleteSeason", #"{"id":"\#(goneSeason)"}"#, "deletedId", as: admin)
            person = try await bed.makePerson(#"{"name":"Staged","externalIds":{"imdb":"nm1000001"}}"#, as: admin)
            own = try await bed.made("addManualMovie", "movie", #"{"movie":{"title":"Own"}}"#, as: admin)
            ownShow = try await bed.made("addManualShow", "show", #"{"show":{"title":"Own"}}"#, as: admin)
        }

        /// Whatever a mutation on the catalogue may write, but sequences.
        func digest() throws -> [String] {
            try [
                "titles", "title_texts", "title_genres", "title_keywords", "title_networks", "title_stats", "seasons",
                "episodes", "people", "credits", "genres", "keywords", "networks", "external_ids", "list_entries",
                "library_entries", "idempotency_keys",
            ].map { table in
                try owner.query("select md5(string_agg(t::text, ' ' order by t::text)) from \(table) t").optionalText(
                    0, 0)
                    ?? "none"
            }
        }

        func refuse(_ misfits: [Misfit]) async throws {
            let before = try digest()
            for misfit in misfits {
                let payload = try await bed.mutate(misfit.mutation, misfit.input, "__typename", as: admin)
                let call = "\(misfit.mutation) \(misfit.input.prefix(200))"
                #expect(payload.userError == misfit.error, "\(call) \(payload.text.prefix(400))")
                #expect(try digest() == before, "\(call)")
            }
        }
    }

    private func run(_ body: @escaping @Sendable (Stage) async throws -> Void) async throws {
        let url = try ReadyDatabase.empty()
        try await AccountTestBed.run(on: url) { try await body(Stage($0, url)) }
    }

    private static func list(_ item: String, _ count: Int) -> String {
        "[\(Array(repeating: item, count: count).joined(separator: ","))]"
    }

    private static func text(_ length: Int) -> String { "\"\(String(repeating: "x", count: length))\"" }

    /// Fields of `MovieData` and `ShowData`, which a title may stand before, and the way to the one that does not fit.
    private static let ofTitles: [(data: String, error: String)] = [
        (#""title":"\u0007\u001b""#, "INVALID_INPUT title"), (#""title":" \u3000 ""#, "INVALID_INPUT title"),
        (#""title":\#(text(501))"#, "INVALID_INPUT title"), (#""title":null"#, "INVALID_INPUT title"),
        (#""overview":\#(text(1 << 20))"#, "INVALID_INPUT overview"), (#""tagline":"\u0000""#, "INVALID_INPUT tagline"),
        (#""runtime":-1"#, "INVALID_INPUT runtime"), (#""runtime":2147483647"#, "INVALID_INPUT runtime"),
        (#""originalLanguage":"xx""#, "INVALID_INPUT originalLanguage"),
        (#""originalLanguage":"""#, "INVALID_INPUT originalLanguage"),
        (#""spokenLanguages":["de","de","xx"]"#, "INVALID_INPUT spokenLanguages.2"),
        (#""spokenLanguages":\#(list(#""de""#, 31))"#, "INVALID_INPUT spokenLanguages"),
        (#""countries":\#(list(#""FR""#, 31))"#, "INVALID_INPUT countries"),
        (#""genres":["drama","nonsense"]"#, "NOT_FOUND genres.1"),
        (#""genres":["drama"," drama ","nonsense"]"#, "NOT_FOUND genres.2"),
        (#""genres":\#(list(#""drama""#, 21))"#, "INVALID_INPUT genres"),
        (#""keywords":["kept","kept","\u200b"]"#, "INVALID_INPUT keywords.2"),
        (#""keywords":[\#(text(101))]"#, "INVALID_INPUT keywords.0"),
        (#""keywords":\#(list(#""kept""#, 51))"#, "INVALID_INPUT keywords"),
        (#""credits":\#(list(#"{"personId":"P_1","department":"ART"}"#, 501))"#, "INVALID_INPUT credits"),
        (
            #""credits":[{"personId":"P_1","personName":"Two","department":"ART"}]"#,
            "INVALID_INPUT credits.0.personId"
        ),
        (#""translations":\#(list(#"{"language":"de"}"#, 101))"#, "INVALID_INPUT translations"),
        (#""translations":[{"language":"de","overview":\#(text(20001))}]"#, "INVALID_INPUT translations.0.overview"),
        (#""poster":"https://x.example/\#(String(repeating: "x", count: 2000))""#, "INVALID_INPUT poster"),
        (#""externalIds":{"wikidata":"Q"}"#, "INVALID_INPUT externalIds.wikidata"),
    ]

    @Test func `movies and shows, of the catalogue and of a viewer's own`() async throws {
        try await run { stage in
            for (kind, id, own, day) in [
                ("movie", stage.movie, stage.own, "releaseDate"), ("show", stage.show, stage.ownShow, "firstAirDate"),
            ] {
                let type = kind == "movie" ? "Movie" : "Show"
                let misfits = Self.ofTitles + [(#""\#(day)":"2023-02-30""#, "INVALID_INPUT \(day)")]
                for (data, error) in misfits {
                    let parts = error.split(separator: " ")
                    let told = "\(parts[0]) input.\(kind).\(parts[1])"
                    let new = data.hasPrefix("\"title\"") ? "{\(data)}" : "{\"title\":\"New\",\(data)}"
                    try await stage.refuse([
                        ("create\(type)", "{\"\(kind)\":\(new)}", told),
                        ("update\(type)", "{\"id\":\"\(id)\",\"\(kind)\":{\(data)}}", told),
                        ("addManual\(type)", "{\"\(kind)\":\(new)}", told),
                        ("updateManualTitle", "{\"titleId\":\"\(own)\",\"\(kind)\":{\(data)}}", told),
                    ])
                }
            }
        }
    }

    @Test func `keys that are taken, and all that was written before they are told`() async throws {
        try await run { stage in
            let rest = """
                "overview":"New","keywords":["new word"],"genres":["drama"],"credits":[{"personName":"New","department":"ART"}],
                "translations":[{"language":"de","title":"Neu"}]
                """
            let error = "CONFLICT input.movie.externalIds.imdb"
            let other = try await stage.bed.makeMovie(#"{"title":"Other"}"#, as: stage.admin)
            let data = #"{"title":"Half",\#(rest),"externalIds":{"tmdb":77,"imdb":"tt1000001"}}"#
            try await stage.refuse([
                ("createMovie", #"{"movie":\#(data)}"#, error),
                ("createMovie", #"{"movie":\#(data),"idempotencyKey":"k"}"#, error),
                ("updateMovie", #"{"id":"\#(other)","movie":\#(data)}"#, error),
                (
                    "createShow", #"{"show":{"title":"H","networks":["New TV"],"externalIds":{"imdb":"tt1000002"}}}"#,
                    "CONFLICT input.show.externalIds.imdb"
                ),
                (
                    "createPerson", #"{"person":{"name":"H","externalIds":{"imdb":"nm1000001"}}}"#,
                    "CONFLICT input.person.externalIds.imdb"
                ),
                (
                    "createSeason",
                    #"{"showId":"\#(stage.show)","season":{"number":5,"externalIds":{"tvdb":101}},"episodes":[{"number":1}]}"#,
                    "CONFLICT input.season.externalIds.tvdb"
                ),
                (
                    "createSeason",
                    """
                    {"showId":"\(stage.show)","season":{"number":5},
                     "episodes":[{"number":1},{"number":2,"externalIds":{"tvdb":201}}]}
                    """, "CONFLICT input.episodes.1.externalIds.tvdb"
                ),
                (
                    "updateEpisode",
                    #"{"id":"\#(stage.episode)","episode":{"title":"H","externalIds":{"tvdb":201}}}"#,
                    "CONFLICT input.episode.externalIds.tvdb"
                ),
            ])
        }
    }

    @Test func `seasons and episodes`() async throws {
        try await run { stage in
            let (show, season, episode) = (stage.show, stage.season, stage.episode)
            var misfits: [Misfit] = [
                ("createSeason", #"{"showId":"\#(show)","season":{"number":1}}"#, "CONFLICT input.season.number"),
                (
                    "createSeason",
                    #"{"showId":"\#(show)","season":{"number":3},"episodes":[{"number":1},{"number":2},{"number":1}]}"#,
                    "CONFLICT input.episodes.2.number"
                ),
                (
                    "createSeason",
                    #"{"showId":"\#(show)","season":{"number":3},"episodes":\#(Self.list(#"{"number":1}"#, 201))}"#,
                    "INVALID_INPUT input.episodes"
                ),
                ("createSeason", #"{"showId":"\#(stage.movie)","season":{"number":3}}"#, "NOT_FOUND input.showId"),
                ("createSeason", #"{"showId":"\#(stage.ownShow)","season":{"number":3}}"#, "NOT_FOUND input.showId"),
                ("updateSeason", #"{"id":"\#(stage.goneSeason)","season":{"title":"T"}}"#, "NOT_FOUND input.id"),
                (
                    "createEpisode", #"{"seasonId":"\#(stage.goneSeason)","episode":{"number":9}}"#,
                    "NOT_FOUND input.seasonId"
                ),
                ("updateEpisode", #"{"id":"\#(stage.goneEpisode)","episode":{"title":"T"}}"#, "NOT_FOUND input.id"),
                (
                    "createEpisode", #"{"seasonId":"\#(season)","episode":{"number":1}}"#,
                    "CONFLICT input.episode.number"
                ),
                ("updateEpisode", #"{"id":"\#(episode)","episode":{"number":1}}"#, "CONFLICT input.episode.number"),
                (
                    "updateEpisode", #"{"id":"\#(episode)","episode":{"number":null}}"#,
                    "INVALID_INPUT input.episode.number"
                ),
                ("updateSeason", #"{"id":"\#(season)","season":{"number":null}}"#, "INVALID_INPUT input.season.number"),
                ("createEpisode", #"{"seasonId":"\#(season)","episode":{}}"#, "INVALID_INPUT input.episode.number"),
            ]
            let shared = [
                #""title":\#(Self.text(501))"#, #""overview":\#(Self.text(1 << 20))"#, #""airDate":"2021-02-29""#,
                #""externalIds":{"tvdb":-1}"#,
            ]
            for data in shared + [#""poster":"x""#, #""number":10001"#] {
                let path = "INVALID_INPUT input.season.\(Self.path(data))"
                let new = data.hasPrefix("\"number\"") ? "{\(data)}" : "{\"number\":3,\(data)}"
                misfits.append(("createSeason", "{\"showId\":\"\(show)\",\"season\":\(new)}", path))
                misfits.append(("updateSeason", "{\"id\":\"\(season)\",\"season\":{\(data)}}", path))
            }
            for data in shared + [#""still":"x""#, #""runtime":-3"#, #""absoluteNumber":0"#, #""number":-1"#] {
                let path = "INVALID_INPUT input.episode.\(Self.path(data))"
                let new = data.hasPrefix("\"number\"") ? "{\(data)}" : "{\"number\":3,\(data)}"
                misfits.append(("createEpisode", "{\"seasonId\":\"\(season)\",\"episode\":\(new)}", path))
                misfits.append(("updateEpisode", "{\"id\":\"\(episode)\",\"episode\":{\(data)}}", path))
            }
            try await stage.refuse(misfits)
        }
    }

    /// The way to the one value in a piece of data.
    private static func path(_ data: String) -> String {
        data.hasPrefix(#""externalIds""#) ? "externalIds.tvdb" : String(data.dropFirst().prefix { $0 != "\"" })
    }

    @Test func `persons and genres`() async throws {
        try await run { stage in
            var misfits: [Misfit] = []
            for (data, path) in [
                (#""name":"\u0007""#, "name"), (#""name":" \u00a0""#, "name"), (#""name":null"#, "name"),
                (#""name":\#(Self.text(201))"#, "name"),
                (#""name":"N","biography":\#(Self.text(1 << 20))"#, "biography"),
                (#""name":"N","birthDate":"1950-02-30""#, "birthDate"),
                (#""name":"N","birthDate":"1950-01-02","deathDate":"1950-01-01""#, "deathDate"),
                (#""name":"N","birthDate":"0000-01-01""#, "birthDate"),
                (#""name":"N","alsoKnownAs":\#(Self.list(#""A""#, 51))"#, "alsoKnownAs"),
                (#""name":"N","alsoKnownAs":["A","A","\n"]"#, "alsoKnownAs.2"),
                (#""name":"N","externalIds":{"tmdb":0}"#, "externalIds.tmdb"),
            ] {
                let error = "INVALID_INPUT input.person.\(path)"
                misfits.append(("createPerson", "{\"person\":{\(data)}}", error))
                misfits.append(("updatePerson", "{\"id\":\"\(stage.person)\",\"person\":{\(data)}}", error))
            }
            let other = try await stage.bed.made(
                "createGenre", "genre", #"{"slug":"war","name":"War"}"#, as: stage.admin)
            for (data, error) in [
                (#""slug":"new","name":"\u0007""#, "INVALID_INPUT input.name"),
                (#""slug":"new","name":\#(Self.text(81))"#, "INVALID_INPUT input.name"),
                (#""slug":"","name":"N""#, "INVALID_INPUT input.slug"),
                (#""slug":"Drama","name":"N""#, "INVALID_INPUT input.slug"),
                (#""slug":\#(Self.text(61)),"name":"N""#, "INVALID_INPUT input.slug"),
                (#""slug":"drama","name":"N""#, "CONFLICT input.slug"),
            ] {
                misfits.append(("createGenre", "{\(data)}", error))
                misfits.append(("updateGenre", "{\"id\":\"\(other)\",\(data)}", error))
            }
            try await stage.refuse(misfits)
        }
    }

    @Test func `deletions of what is not there, or not of the catalogue`() async throws {
        try await run { stage in
            let ids = [
                "Movie": [stage.show, stage.own, "M_999999"], "Show": [stage.movie, stage.ownShow],
                "Season": [stage.goneSeason, "N_0", "N_-1"], "Episode": [stage.goneEpisode, ""],
                "Person": [stage.movie, "P_99999999999999999999"], "Genre": ["drama", "G_999"],
            ]
            try await stage.refuse(
                ids.flatMap { type, ids in
                    ids.map { ("delete\(type)", "{\"id\":\"\($0)\",\"force\":true}", "NOT_FOUND input.id") }
                })
        }
    }

    @Test func `lists without items clear, and make nothing`() async throws {
        try await run { stage in
            let empty = """
                "genres":[],"keywords":[],"countries":[],"spokenLanguages":[],"credits":[],"translations":[],"externalIds":{}
                """
            let payload = try await stage.bed.mutate(
                "updateMovie", #"{"id":"\#(stage.movie)","movie":{\#(empty)}}"#,
                "movie { overview keywords { name } externalIds { imdb } }", as: stage.admin)
            #expect(
                payload["movie"]?.text == #"{"overview":"Old","keywords":[],"externalIds":{"imdb":"tt1000001"}}"#,
                "\(payload.text)")
            let season = try await stage.bed.mutate(
                "createSeason", #"{"showId":"\#(stage.show)","season":{"number":7},"episodes":[]}"#,
                "season { episodeCount }", as: stage.admin)
            #expect(season["season"]?.text == #"{"episodeCount":0}"#)
        }
    }
}
