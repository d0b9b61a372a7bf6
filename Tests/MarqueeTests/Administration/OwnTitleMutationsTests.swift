import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct OwnTitleMutationsTests {
    private static let data = """
        {"title":"Grandma's Wedding","releaseDate":"1961-06-10","runtime":31,"genres":["drama"],"overview":"Super 8.",
         "credits":[{"personId":"PERSON","department":"ACTING","character":"Bride"}],
         "translations":[{"language":"de","title":"Omas Hochzeit"}],"externalIds":{"imdb":"tt9900001"}}
        """

    private static let all = """
        ... on Movie {
          title overview runtime isPrivate genres { slug } german: title(language: "de") externalIds { imdb }
          cast { totalCount nodes { character person { name } title { title } } }
        }
        """

    /// Adds the movie above; its ID, and that of the person in it.
    private static func add(_ bed: AccountTestBed, as token: String, _ name: String) async throws -> (String, String) {
        let person = try await bed.makePerson(
            #"{"name":"Bride \#(name)"}"#, as: try await bed.administrator("own.admin.\(name)"))
        let data = data.replacing("PERSON", with: person)
        return (try await bed.made("addManualMovie", "movie", #"{"movie":\#(data)}"#, as: token), person)
    }

    @Test func `its owner sees all of it`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.owner").token
            let (id, _) = try await Self.add(bed, as: owner, "seen")
            #expect(
                try await bed.read(id, Self.all, as: owner)
                    == #"{"title":"Grandma's Wedding","overview":"Super 8.","runtime":31,"isPrivate":true,"#
                    + #""genres":[{"slug":"drama"}],"german":"Omas Hochzeit","externalIds":{"imdb":"tt9900001"},"#
                    + #""cast":{"totalCount":1,"nodes":[{"character":"Bride","person":{"name":"Bride seen"},"#
                    + #""title":{"title":"Grandma's Wedding"}}]}}"#)
            let movie = try await bed.answer("{ movie(id: \"\(id)\") { title } }", as: owner)
            #expect(movie.text == #"{"data":{"movie":{"title":"Grandma's Wedding"}}}"#)
        }
    }

    @Test func `nobody else finds it by any path, not even an administrator`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.hidden").token
            let (id, person) = try await Self.add(bed, as: owner, "hidden")
            let show = try await bed.made(
                "addManualShow", "show", #"{"show":{"title":"Grandma's Series"},"episodesPerSeason":[2]}"#, as: owner)
            let parts = try ownersTexts(
                """
                select 'N_' || id from seasons where show_id = $1 union all select 'E_' || id from episodes where show_id = $1
                union all select 'C_' || id from credits where title_id = $2
                """, [.int(show.key), .int(id.key)])
            let slug = try ownersTexts("select slug from titles where id = $1", [.int(id.key)])[0]
            let admin = try await bed.administrator("own.hidden.admin")
            let other = try await bed.register("own.hidden.other").token
            let ids = ([id, show] + parts).map { "\"\($0)\"" }.joined(separator: ",")
            for token in [nil, other, admin] {
                for document in [
                    "{ nodes(ids: [\(ids)]) { id } }",
                    "{ movie(id: \"\(id)\") { id } show(id: \"\(show)\") { id } }",
                    "{ season(id: \"\(parts[0])\") { id } episode(id: \"\(parts[1])\") { id } }",
                    "{ title(by: {id: \"\(id)\"}) { id } }",
                    "{ title(by: {movieSlug: \"\(slug)\"}) { id } }",
                    "{ title(by: {external: {source: IMDB, value: \"tt9900001\"}}) { id } }",
                    "{ search(query: \"Grandma's Wedding\") { totalCount nodes { ... on Movie { id } } } }",
                    "{ search(query: \"Omas Hochzeit\") { nodes { ... on Movie { id } } } }",
                    "{ suggest(prefix: \"Grandma\") { text } }",
                    "{ movies(first: 100, filter: {genres: {anyOf: [\"drama\"]}}, orderBy: {field: CREATED_AT}) { nodes { title } } }",
                    "{ genre(slug: \"drama\") { titles(first: 100) { nodes { title } } } }",
                    "{ person(id: \"\(person)\") { knownFor { id } credits { totalCount nodes { id } } } }",
                ] {
                    let json = try await bed.answer(document, as: token)
                    #expect(json["errors"] == nil, "\(json.text)")
                    let answer = json.text
                    #expect(!answer.contains("Grandma") && !answer.contains(id) && !answer.contains(show), "\(answer)")
                    for part in parts { #expect(!answer.contains("\"\(part)\""), "\(document)") }
                }
            }
        }
    }

    @Test func `nobody else changes or deletes it`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.kept").token
            let (id, _) = try await Self.add(bed, as: owner, "kept")
            let admin = try await bed.administrator("own.kept.admin")
            for (mutation, input, field) in [
                ("updateManualTitle", #"{"titleId":"\#(id)","movie":{"title":"Mine"}}"#, "titleId"),
                ("deleteManualTitle", #"{"titleId":"\#(id)"}"#, "titleId"),
                ("updateMovie", #"{"id":"\#(id)","movie":{"title":"Mine"}}"#, "id"),
                ("deleteMovie", #"{"id":"\#(id)","force":true}"#, "id"),
            ] {
                let payload = try await bed.mutate(mutation, input, "userErrors { code }", as: admin)
                #expect(payload.userError == "NOT_FOUND input.\(field)", "\(mutation)")
            }
            #expect(try await bed.read(id, "... on Movie { title }", as: owner) == #"{"title":"Grandma's Wedding"}"#)
        }
    }

    @Test func `a title of the catalogue is nobody's own`() async throws {
        try await AccountTestBed.run { bed in
            let viewer = try await bed.register("own.public").token
            let payload = try await bed.mutate("deleteManualTitle", #"{"titleId":"M_1"}"#, "deletedId", as: viewer)
            #expect(payload.userError == "NOT_FOUND input.titleId")
        }
    }

    @Test func `its owner changes and deletes it`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.changed").token
            let (id, _) = try await Self.add(bed, as: owner, "changed")
            let payload = try await bed.mutate(
                "updateManualTitle",
                #"{"titleId":"\#(id)","movie":{"title":"Wedding","overview":null,"credits":null}}"#,
                "title { title overview runtime ... on Movie { cast { totalCount } } }", as: owner)
            #expect(
                payload["title"]?.text == #"{"title":"Wedding","overview":null,"runtime":31,"cast":{"totalCount":0}}"#,
                "\(payload.text)")
            let wrong = try await bed.mutate(
                "updateManualTitle", #"{"titleId":"\#(id)","show":{"title":"Series"}}"#, "title { id }", as: owner)
            #expect(wrong.userError == "INVALID_INPUT input.show")
            let gone = try await bed.mutate("deleteManualTitle", #"{"titleId":"\#(id)"}"#, "deletedId", as: owner)
            #expect(gone["deletedId"]?.string == id)
            #expect(try await bed.read(id, "id", as: owner) == "null")
        }
    }

    @Test func `a show comes with seasons of as many episodes as asked for`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.show").token
            let payload = try await bed.mutate(
                "addManualShow", #"{"show":{"title":"Home Series"},"episodesPerSeason":[2,0,1]}"#,
                "show { seasonCount episodeCount seasons { number episodeCount episodes { totalCount nodes { number } } } }",
                as: owner)
            #expect(
                payload["show"]?.text
                    == #"{"seasonCount":2,"episodeCount":3,"seasons":["#
                    + #"{"number":1,"episodeCount":2,"episodes":{"totalCount":2,"nodes":[{"number":1},{"number":2}]}},"#
                    + #"{"number":2,"episodeCount":0,"episodes":{"totalCount":0,"nodes":[]}},"#
                    + #"{"number":3,"episodeCount":1,"episodes":{"totalCount":1,"nodes":[{"number":1}]}}]}"#,
                "\(payload.text)")
            for (counts, error) in [
                ("[1,-1]", "INVALID_INPUT input.episodesPerSeason.1"),
                ("[4000,4000]", "INVALID_INPUT input.episodesPerSeason"),
            ] {
                let refused = try await bed.mutate(
                    "addManualShow", #"{"show":{"title":"No"},"episodesPerSeason":\#(counts)}"#, "show { id }",
                    as: owner)
                #expect(refused.userError == error)
            }
        }
    }

    @Test func `what it looks like in the catalogue is told`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.alike").token
            let payload = try await bed.mutate(
                "addManualMovie", #"{"movie":{"title":"METROPOLIS"}}"#, "movie { id } duplicates { id }", as: owner)
            #expect(payload["duplicates"]?.text == #"[{"id":"M_1"}]"#)
            let second = try await bed.mutate(
                "addManualMovie", #"{"movie":{"title":"metropolis"}}"#, "duplicates { id }", as: owner)
            #expect(second["duplicates"]?.text == #"[{"id":"M_1"}]"#)
        }
    }

    @Test func `it adds nothing that others could see`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.adds").token
            for (data, error) in [
                (#"{"title":"T","keywords":["never heard"]}"#, "NOT_FOUND input.movie.keywords.0"),
                (
                    #"{"title":"T","credits":[{"personName":"My Aunt","department":"ACTING"}]}"#,
                    "FORBIDDEN input.movie.credits.0.personName"
                ),
            ] {
                let payload = try await bed.mutate("addManualMovie", #"{"movie":\#(data)}"#, "movie { id }", as: owner)
                #expect(payload.userError == error)
            }
            let show = try await bed.mutate(
                "addManualShow", #"{"show":{"title":"T","networks":["My TV"]}}"#, "show { id }", as: owner)
            #expect(show.userError == "NOT_FOUND input.show.networks.0")
            #expect(try ownersTexts("select count(*) from people where name = 'My Aunt'") == ["0"])
        }
    }

    @Test func `two viewers may enter the same film`() async throws {
        try await AccountTestBed.run { bed in
            for name in ["own.same.one", "own.same.two"] {
                let owner = try await bed.register(name).token
                let payload = try await bed.mutate(
                    "addManualMovie", #"{"movie":{"title":"Same Film","externalIds":{"imdb":"tt9900002"}}}"#,
                    "movie { slug } duplicates { id }", as: owner)
                #expect(payload["movie"]?["slug"]?.string == "same-film")
                #expect(payload["duplicates"]?.text == "[]")
            }
        }
    }

    @Test func `it goes into a list at once, or is not made`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("own.listed").token
            let other = try await bed.register("own.listed.other").token
            var lists: [String] = []
            for (token, privacy) in [(owner, "PRIVATE"), (owner, "PUBLIC"), (other, "PRIVATE")] {
                let input = #"{"name":"L \#(privacy)","privacy":"\#(privacy)"}"#
                lists.append(try await bed.made("createList", "list", input, as: token))
            }
            for (target, error) in [
                (#"{"system":"WATCHLIST"}"#, nil), (#"{"id":"\#(lists[0])"}"#, nil),
                (#"{"id":"\#(lists[1])"}"#, "INVALID_STATE input.addTo"),
                (#"{"id":"\#(lists[2])"}"#, "NOT_FOUND input.addTo.id"), (#"{"id":"M_1"}"#, "NOT_FOUND input.addTo.id"),
            ] as [(String, String?)] {
                let payload = try await bed.mutate(
                    "addManualMovie", #"{"movie":{"title":"Listed \#(target.count)"},"addTo":\#(target)}"#,
                    "movie { id }",
                    as: owner)
                #expect(payload.userError == error, "\(payload.text)")
            }
            let made = "select count(*) from titles where title like 'Listed %'"
            #expect(try ownersTexts(made) == ["2"])
            #expect(
                try ownersTexts(
                    "select e.status from library_entries e join titles t on t.id = e.title_id where t.title like 'Listed %'"
                )
                    == ["planned"])
            #expect(
                try ownersTexts("select count(*) from list_entries where list_id = $1", [.int(lists[0].key)]) == ["1"])
        }
    }
}
