import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct TitleMutationsTests {
    private static let all = """
        ... on Movie {
          slug title originalTitle originalLanguage overview tagline releaseDate year runtime status
          genres { slug } keywords { name } countries spokenLanguages isPrivate
          cast { nodes { character billing person { name } } } crew { nodes { job person { name } } } directors { name }
          poster { url(size: SMALL) } externalIds { tmdb imdb } german: title(language: "de")
        }
        """

    @Test func `a movie is made with all that belongs to it`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.whole")
            let id = try await bed.makeMovie(
                """
                {"title":" Möbius ","originalTitle":"Möbius (orig)","originalLanguage":"fr","overview":"A loop.",
                 "tagline":"Round.","releaseDate":"2013-02-27","runtime":103,"status":"RELEASED",
                 "genres":["war","G_1"],"keywords":["loop","Spy"],"countries":["FR","BE"],
                 "spokenLanguages":["fr","en"],"poster":"https://images.example/{size}.jpg",
                 "credits":[{"personName":"Ada Actor","department":"ACTING","character":"Alice"},
                            {"personName":"Dan Director","department":"DIRECTING","job":"Director"},
                            {"personName":"Ada Actor","department":"ACTING","character":"Bob"}],
                 "translations":[{"language":"de","title":"Das Band"}],
                 "externalIds":{"tmdb":9500001,"imdb":"tt9500001"},"adult":false}
                """, as: admin)
            let movie = try await bed.read(id, Self.all)
            #expect(
                movie == #"{"slug":"mobius","title":"Möbius","originalTitle":"Möbius (orig)","originalLanguage":"fr","#
                    + #""overview":"A loop.","tagline":"Round.","releaseDate":"2013-02-27","year":2013,"runtime":103,"#
                    + #""status":"RELEASED","genres":[{"slug":"war"},{"slug":"drama"}],"#
                    + #""keywords":[{"name":"loop"},{"name":"Spy"}],"countries":["FR","BE"],"#
                    + #""spokenLanguages":["fr","en"],"isPrivate":false,"cast":{"nodes":["#
                    + #"{"character":"Alice","billing":0,"person":{"name":"Ada Actor"}},"#
                    + #"{"character":"Bob","billing":2,"person":{"name":"Ada Actor"}}]},"#
                    + #""crew":{"nodes":[{"job":"Director","person":{"name":"Dan Director"}}]},"#
                    + #""directors":[{"name":"Dan Director"}],"poster":{"url":"https://images.example/small.jpg"},"#
                    + #""externalIds":{"tmdb":9500001,"imdb":"tt9500001"},"german":"Das Band"}"#)
            #expect(try ownersTexts("select sort_title from titles where id = $1", [.int(id.key)]) == ["mobius"])
        }
    }

    @Test func `a movie needs no more than a title`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.bare")
            let id = try await bed.makeMovie(#"{"title":"The Bare One"}"#, as: admin)
            #expect(
                try await bed.read(id, "... on Movie { slug status countries genres { slug } overview }")
                    == #"{"slug":"the-bare-one","status":"UNKNOWN","countries":[],"genres":[],"overview":null}"#)
            #expect(try ownersTexts("select sort_title from titles where id = $1", [.int(id.key)]) == ["bare one"])
        }
    }

    @Test func `an update changes what it names, clears what it names null, and leaves the rest`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.update")
            let id = try await bed.makeMovie(
                """
                {"title":"Old Name","overview":"Long","tagline":"Short","runtime":90,"status":"RELEASED",
                 "genres":["drama"],"keywords":["kept","gone"],"countries":["FR"],
                 "translations":[{"language":"de","title":"Alt"},{"language":"fr","title":"Vieux"}],
                 "externalIds":{"tmdb":9500002,"imdb":"tt9500002"}}
                """, as: admin)
            let payload = try await bed.mutate(
                "updateMovie",
                """
                {"id":"\(id)","movie":{"title":"New Name","tagline":null,"status":null,"countries":null,
                 "keywords":["new","kept"],"translations":[{"language":"de","title":"Neu"}],"externalIds":{"imdb":null}}}
                """,
                """
                movie { slug title overview tagline runtime status genres { slug } keywords { name } countries
                        de: title(language: "de") fr: title(language: "fr") externalIds { tmdb imdb } }
                """, as: admin)
            #expect(
                payload["movie"]?.text
                    == #"{"slug":"old-name","title":"New Name","overview":"Long","tagline":null,"runtime":90,"#
                    + #""status":"UNKNOWN","genres":[{"slug":"drama"}],"keywords":[{"name":"new"},{"name":"kept"}],"#
                    + #""countries":[],"de":"Neu","fr":"Vieux","externalIds":{"tmdb":9500002,"imdb":null}}"#)
        }
    }

    @Test func `null takes all genres, credits, translations and external keys away`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.nulls")
            let id = try await bed.makeMovie(
                """
                {"title":"Emptied","genres":["drama"],"keywords":["k"],"externalIds":{"tmdb":9500003},
                 "credits":[{"personName":"P","department":"ACTING"}],"translations":[{"language":"de","title":"Leer"}]}
                """, as: admin)
            let payload = try await bed.mutate(
                "updateMovie",
                """
                {"id":"\(id)","movie":{"genres":null,"keywords":null,"externalIds":null,"credits":null,"translations":null}}
                """,
                #"movie { genres { slug } keywords { name } externalIds { tmdb } cast { nodes { id } } title(language: "de") }"#,
                as: admin)
            #expect(
                payload["movie"]?.text
                    == #"{"genres":[],"keywords":[],"externalIds":{"tmdb":null},"cast":{"nodes":[]},"title":"Emptied"}"#
            )
        }
    }

    @Test func `a show has networks, a format and a first airing`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("show.whole")
            let id = try await bed.makeShow(
                """
                {"title":"Evenings","firstAirDate":"2020-01-02","showType":"TALK_SHOW","status":"RETURNING",
                 "networks":["Kanal Ä","kanal a","Zwei"]}
                """, as: admin)
            let show = "... on Show { slug releaseDate showType status networks { name } }"
            #expect(
                try await bed.read(id, show)
                    == #"{"slug":"evenings","releaseDate":"2020-01-02","showType":"TALK_SHOW","status":"RETURNING","#
                    + #""networks":[{"name":"Kanal Ä"},{"name":"Zwei"}]}"#)
            _ = try await bed.mutate(
                "updateShow", #"{"id":"\#(id)","show":{"networks":["Zwei"],"showType":null}}"#, "show { id }", as: admin
            )
            #expect(
                try await bed.read(id, show)
                    == #"{"slug":"evenings","releaseDate":"2020-01-02","showType":"OTHER","status":"RETURNING","#
                    + #""networks":[{"name":"Zwei"}]}"#)
        }
    }

    @Test func `titles of one name get slugs of their own`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.slugs")
            var slugs: [String] = []
            for data in [
                #"{"title":"Twice Told"}"#, #"{"title":"Twice  told!","releaseDate":"1999-01-01"}"#,
                #"{"title":"Twice Told","releaseDate":"1999-05-05"}"#, #"{"title":"千と千尋"}"#, #"{"title":"千と千尋"}"#,
            ] {
                let id = try await bed.makeMovie(data, as: admin)
                slugs += try ownersTexts("select slug from titles where id = $1", [.int(id.key)])
            }
            #expect(slugs == ["twice-told", "twice-told-1999", "twice-told-1999-2", "movie", "movie-2"])
        }
    }

    @Test func `titles of one name made at once all get a slug`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.crowd")
            let ids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 { group.addTask { try await bed.makeMovie(#"{"title":"Crowded"}"#, as: admin) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ids.count == 6)
            #expect(try ownersTexts("select count(distinct slug) from titles where title = 'Crowded'") == ["6"])
        }
    }

    @Test func `what looks alike is told, and made all the same`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.alike")
            let first = try await bed.makeMovie(#"{"title":"Déjà Vu","releaseDate":"2006-11-20"}"#, as: admin)
            _ = try await bed.makeMovie(#"{"title":"Deja vu","releaseDate":"1985-01-01"}"#, as: admin)
            let payload = try await bed.mutate(
                "createMovie", #"{"movie":{"title":"deja vu","releaseDate":"2007-01-01"}}"#,
                "movie { id } duplicates { id title }", as: admin)
            #expect(payload["duplicates"]?.text == #"[{"id":"\#(first)","title":"Déjà Vu"}]"#)
            #expect(payload["movie"]?["id"]?.string != nil)
        }
    }

    @Test func `a call that is repeated with its key makes one movie`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.once")
            let input = #"{"movie":{"title":"Only Once"},"idempotencyKey":"k1"}"#
            let first = try await bed.made("createMovie", "movie", input, as: admin)
            #expect(try await bed.made("createMovie", "movie", input, as: admin) == first)
            #expect(try ownersTexts("select count(*) from titles where title = 'Only Once'") == ["1"])
        }
    }

    @Test func `a new movie is found, and a renamed one under its new name`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.found")
            let id = try await bed.makeMovie(#"{"title":"Xylophonist"}"#, as: admin)
            let search = #"{ search(query: "xylophonist") { nodes { ... on Movie { id } } } }"#
            let found = try await bed.answer(search)
            #expect(found.text.contains(id), "\(found.text)")
            _ = try await bed.mutate(
                "updateMovie", #"{"id":"\#(id)","movie":{"title":"Zitherplayer"}}"#, "movie { id }", as: admin)
            #expect(!(try await bed.answer(search).text.contains(id)))
        }
    }

    /// Each input, and the first error it meets.
    private static let misfits = [
        (#"{}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":null}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":""}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":" \t "}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":"\u200b\u200d"}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":"Two\nLines"}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":"A\u0000B"}"#, "INVALID_INPUT input.movie.title"),
        (#"{"title":"T","runtime":-1}"#, "INVALID_INPUT input.movie.runtime"),
        (#"{"title":"T","runtime":6001}"#, "INVALID_INPUT input.movie.runtime"),
        (#"{"title":"T","releaseDate":"2023-02-29"}"#, "INVALID_INPUT input.movie.releaseDate"),
        (#"{"title":"T","releaseDate":"0000-13-00"}"#, "INVALID_INPUT input.movie.releaseDate"),
        (#"{"title":"T","originalLanguage":"xx"}"#, "INVALID_INPUT input.movie.originalLanguage"),
        (#"{"title":"T","spokenLanguages":["de","klingon"]}"#, "INVALID_INPUT input.movie.spokenLanguages.1"),
        (#"{"title":"T","poster":"javascript:alert(1)"}"#, "INVALID_INPUT input.movie.poster"),
        (#"{"title":"T","genres":["drama","nonsense"]}"#, "NOT_FOUND input.movie.genres.1"),
        (#"{"title":"T","genres":["M_1"]}"#, "NOT_FOUND input.movie.genres.0"),
        (#"{"title":"T","genres":["G_999"]}"#, "NOT_FOUND input.movie.genres.0"),
        (#"{"title":"T","keywords":["a","  "]}"#, "INVALID_INPUT input.movie.keywords.1"),
        (
            #"{"title":"T","translations":[{"language":"xx","title":"T"}]}"#,
            "INVALID_INPUT input.movie.translations.0.language"
        ),
        (
            #"{"title":"T","translations":[{"language":"en","title":"T"}]}"#,
            "INVALID_INPUT input.movie.translations.0.language"
        ),
        (
            #"{"title":"T","translations":[{"language":"de"},{"language":"DE"}]}"#,
            "INVALID_INPUT input.movie.translations.1.language"
        ),
        (#"{"title":"T","credits":[{"department":"ACTING"}]}"#, "INVALID_INPUT input.movie.credits.0.personId"),
        (
            #"{"title":"T","credits":[{"personId":"P_999999","department":"ACTING"}]}"#,
            "NOT_FOUND input.movie.credits.0.personId"
        ),
        (
            #"{"title":"T","credits":[{"personId":"M_1","department":"ACTING"}]}"#,
            "NOT_FOUND input.movie.credits.0.personId"
        ),
        (
            #"{"title":"T","credits":[{"personName":"A","department":"ART"},{"personName":"A","department":"ART"}]}"#,
            "CONFLICT input.movie.credits.1"
        ),
        (
            #"{"title":"T","credits":[{"personName":"A","department":"ART","billing":-1}]}"#,
            "INVALID_INPUT input.movie.credits.0.billing"
        ),
        (#"{"title":"T","externalIds":{"imdb":"nm0000001"}}"#, "INVALID_INPUT input.movie.externalIds.imdb"),
        (#"{"title":"T","externalIds":{"tmdb":-5}}"#, "INVALID_INPUT input.movie.externalIds.tmdb"),
        (#"{"title":"T","externalIds":{"wikidata":"83495"}}"#, "INVALID_INPUT input.movie.externalIds.wikidata"),
    ]

    @Test func `what does not fit is told with the way to it, and nothing is made`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.misfits")
            let before = try ownersTexts("select count(*) from people where name = 'A'")
            for (data, error) in Self.misfits {
                let payload = try await bed.mutate("createMovie", #"{"movie":\#(data)}"#, "movie { id }", as: admin)
                #expect(payload.userError == error, "\(payload.text)")
                #expect(payload["movie"] == .null)
            }
            #expect(try ownersTexts("select count(*) from titles where title = 'T'") == ["0"])
            #expect(try ownersTexts("select count(*) from people where name = 'A'") == before)
        }
    }

    @Test func `what another transaction has just deleted is not found, and the title stays as it was`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.gone")
            let movie = try await bed.makeMovie(#"{"title":"Stays"}"#, as: admin)
            let genre = try await bed.made("createGenre", "genre", #"{"slug":"leaving","name":"L"}"#, as: admin)
            let person = try await bed.makePerson(#"{"name":"Leaving Too"}"#, as: admin)
            for (table, id, data, path) in [
                ("genres", genre, #""genres":["leaving"]"#, "genres"),
                ("people", person, #""credits":[{"personId":"\#(person)","department":"ART"}]"#, "credits"),
            ] {
                let other = try AccountDatabase.owner()
                try other.execute("begin; delete from \(table) where id = \(id.key)")
                async let update = bed.mutate(
                    "updateMovie", #"{"id":"\#(movie)","movie":{"title":"Changed",\#(data)}}"#, "movie { id }",
                    as: admin)
                try await bed.waitUntilBlocked(by: other)
                try other.execute("commit")
                #expect(try await update.userError == "NOT_FOUND input.movie.\(path)")
            }
            #expect(try await bed.read(movie, "... on Movie { title }") == #"{"title":"Stays"}"#)
        }
    }

    @Test func `an overview of a megabyte is refused`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.huge")
            let text = String(repeating: "x", count: 1 << 20)
            let payload = try await bed.mutate(
                "createMovie", #"{"movie":{"title":"T","overview":"\#(text)"}}"#, "movie { id }", as: admin)
            #expect(payload.userError == "INVALID_INPUT input.movie.overview")
            #expect(
                payload["userErrors"]?.array?.first?["message"]?.string
                    == "Expected at most 20000 characters, got 1048576.")
        }
    }

    @Test func `all that does not fit is told at once`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.errors")
            let payload = try await bed.mutate(
                "createMovie", #"{"movie":{"originalLanguage":"xx","poster":"no","externalIds":{"tmdb":0}}}"#,
                "movie { id }", as: admin)
            let paths = payload["userErrors"]?.array?.compactMap { $0["path"]?.array?.last?.string }
            #expect(paths == ["title", "originalLanguage", "poster", "tmdb"])
        }
    }

    @Test func `a title cannot be cleared, and an update of nobody's title is refused`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("movie.refused")
            for (input, error) in [
                (#"{"id":"M_1","movie":{"title":null}}"#, "INVALID_INPUT input.movie.title"),
                (#"{"id":"M_999999","movie":{"title":"X"}}"#, "NOT_FOUND input.id"),
                (#"{"id":"S_2","movie":{"title":"X"}}"#, "NOT_FOUND input.id"),
                (#"{"id":"M_2","movie":{"title":"X"}}"#, "NOT_FOUND input.id"),
                (#"{"id":"metropolis","movie":{"title":"X"}}"#, "NOT_FOUND input.id"),
            ] {
                let payload = try await bed.mutate("updateMovie", input, "movie { id }", as: admin)
                #expect(payload.userError == error, "\(input)")
            }
        }
    }
}
