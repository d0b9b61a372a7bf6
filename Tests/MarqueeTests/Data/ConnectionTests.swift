import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct ConnectionTests {
    /// Every connection of the schema that hangs on an object, and the SQL that lists it whole.
    private func lists() throws -> [(selection: String, path: [String], sql: String)] {
        let show = try Catalogue.show("sherlock")
        let movie = try Catalogue.movie("the-godfather")
        let person = try Catalogue.person("al-pacino")
        let season = try Catalogue.texts(
            "select 'N_' || s.id from seasons s join titles t on t.id = s.show_id where t.slug = 'sherlock' and number = 1"
        )[0]
        return [
            (
                "show(id: \"\(show)\") { episodes(WINDOW) { PAGE } }", ["show", "episodes"],
                """
                select 'E_' || e.id from episodes e join titles t on t.id = e.show_id
                 where t.slug = 'sherlock' and season_number > 0 order by season_number, number
                """
            ),
            (
                "show(id: \"\(show)\") { episodes(filter: {includeSpecials: true}, WINDOW) { PAGE } }",
                ["show", "episodes"],
                """
                select 'E_' || e.id from episodes e join titles t on t.id = e.show_id where t.slug = 'sherlock'
                 order by season_number, number
                """
            ),
            (
                "season(id: \"\(season)\") { episodes(WINDOW) { PAGE } }", ["season", "episodes"],
                "select 'E_' || id from episodes where 'N_' || season_id = '\(season)' order by number"
            ),
            (
                "movie(id: \"\(movie)\") { cast(WINDOW) { PAGE } }", ["movie", "cast"],
                """
                select 'C_' || id from credits where 'M_' || title_id = '\(movie)' and department = 'acting' order by billing, id
                """
            ),
            (
                "movie(id: \"\(movie)\") { crew(WINDOW) { PAGE } }", ["movie", "crew"],
                """
                select 'C_' || id from credits where 'M_' || title_id = '\(movie)' and department <> 'acting' order by billing, id
                """
            ),
            (
                "person(id: \"\(person)\") { credits(WINDOW) { PAGE } }", ["person", "credits"],
                """
                select 'C_' || c.id from credits c join titles t on t.id = c.title_id
                 where 'P_' || c.person_id = '\(person)' order by t.release_date desc, c.id desc
                """
            ),
            (
                "episode(id: \"E_9002\") { guestStars(WINDOW) { PAGE } }", ["episode", "guestStars"],
                "select 'C_' || id from credits where episode_id = 9002 and department = 'acting' order by billing, id"
            ),
            (
                "episode(id: \"E_9002\") { crew(WINDOW) { PAGE } }", ["episode", "crew"],
                "select 'C_' || id from credits where episode_id = 9002 and department <> 'acting' order by billing, id"
            ),
            (
                "genre(slug: \"war\") { titles(WINDOW) { PAGE } }", ["genre", "titles"],
                """
                select case kind when 'movie' then 'M_' else 'S_' end || s.title_id
                  from title_stats s join title_genres g using (title_id) join genres x on x.id = g.genre_id
                 where x.slug = 'war' order by popularity desc, title_id desc
                """
            ),
            (
                "people(WINDOW) { PAGE }", ["people"],
                "select 'P_' || person_id from person_stats order by popularity desc, person_id desc"
            ),
        ]
    }

    @Test(arguments: [1, 7, 100], [false, true])
    func `every list is walked whole in its order, without repeat or gap`(size: Int, backward: Bool) async throws {
        let lists = try lists()
        let walks = try await CatalogueTestBed.run { bed in
            var walks: [PageWalk] = []
            for list in lists where size > 7 || list.path != ["people"] {
                walks.append(try await bed.walk(list.selection, list.path, size: size, backward: backward))
            }
            return walks
        }
        // The one left out is the last.
        for (walk, list) in zip(walks, lists) {
            let expected = try Catalogue.texts(list.sql)
            #expect(walk.ids == expected, "\(list.selection)")
            #expect(walk.totalCount == expected.count)
            #expect(walk.sizes.dropLast().allSatisfy { $0 == size })
            #expect(walk.sizes.count == max((expected.count + size - 1) / size, 1), "\(list.selection)")
        }
    }

    @Test func `an empty page has no cursors, and says what lies beside it`() async throws {
        let page = "nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount"
        let none = #""nodes":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage""#
        let (empty, behind) = try await CatalogueTestBed.run { bed in
            let empty = try await bed.answer("{ person(id: \"P_9002\") { credits { \(page) } } }")
            let end = try await bed.cursor(
                "show(id: \"S_9005\") { episodes(first: 100) { PAGE } }", ["show", "episodes"])
            let behind = "{ show(id: \"S_9005\") { episodes(after: \"\(end)\") { \(page) } } }"
            return (empty, try await bed.answer(behind))
        }
        #expect(
            empty
                == #"{"data":{"person":{"credits":{\#(none):false,"startCursor":null,"endCursor":null},"totalCount":0}}}}"#
        )
        #expect(
            behind
                == #"{"data":{"show":{"episodes":{\#(none):true,"startCursor":null,"endCursor":null},"totalCount":5}}}}"#
        )
    }

    @Test func `a list too long to be counted tells no total`() async throws {
        let counts = "crew(departments: SOUND, first: 1) { nodes { job } totalCount }"
        let text = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            try await bed.answer(
                "{ counted: movie(id: \"M_5\") { \(counts) } longer: movie(id: \"M_17\") { \(counts) } }")
        }
        #expect(
            text == #"{"data":{"counted":{"crew":{"nodes":[{"job":"part 1"}],"totalCount":10000}},"#
                + #""longer":{"crew":{"nodes":[{"job":"part 1"}],"totalCount":null}}}}"#)
    }

    @Test func `what lies beside a page is looked up, not concluded from the cursor`() async throws {
        // Before the first and behind the last episode, where no episode is or ever was.
        let code = CursorCode(
            list: EpisodeStatements.ofShows.name, keys: EpisodeStatements.ofShows.keys,
            parameters: [.null, .null, .bool(false)])
        let (front, end) = (code.cursor(ofText: "-1\t0"), code.cursor(ofText: "99\t0"))
        let document = """
            { show(id: "S_9005") {
                front: episodes(first: 2, after: "\(front)") { nodes { id } pageInfo { hasPreviousPage hasNextPage } }
                end: episodes(last: 2, before: "\(end)") { nodes { id } pageInfo { hasPreviousPage hasNextPage } } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"show":{"#
                + #""front":{"nodes":[{"id":"E_9002"},{"id":"E_9003"}],"pageInfo":{"hasPreviousPage":false,"hasNextPage":true}},"#
                + #""end":{"nodes":[{"id":"E_9005"},{"id":"E_9006"}],"pageInfo":{"hasPreviousPage":true,"hasNextPage":false}}}}}"#
        )
    }

    @Test(arguments: ["first", "last"], [0, -1, 101, 2_147_483_647])
    func `a page of a size that is not offered is refused at its field`(argument: String, size: Int) async throws {
        let document = """
            { show(id: "S_9005") { seasons { number episodes(\(argument): \(size)) { totalCount } } } genre(slug: "war") { slug } }
            """
        let text = try await answer(document)
        #expect(text.contains(#""message":"Argument \"\#(argument)\": expected 1 to 100, got \#(size).""#), "\(text)")
        #expect(text.contains(#""path":["show","seasons",0,"episodes"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(argument)"}"#), "\(text)")
        #expect(text.contains(#"{"data":{"show":null,"genre":{"slug":"war"}}"#), "\(text)")
        #expect(!text.contains("INTERNAL"))
    }

    @Test(arguments: [
        ("first: 1, last: 1", "last"), ("before: \"x\"", "before"), ("first: 1, before: \"x\"", "before"),
        ("last: 1, after: \"x\"", "after"), ("after: \"x\", before: \"x\"", "before"),
        ("last: 1, after: \"x\", before: \"x\"", "after"),
    ])
    func `arguments that choose no one page are refused`(arguments: String, named: String) async throws {
        let text = try await answer("{ movies(\(arguments)) { totalCount } }")
        #expect(text.contains(#""path":["movies"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"\#(named)"}"#), "\(text)")
    }

    @Test func `an argument that is null counts as absent`() async throws {
        let text = try await answer(
            "{ movies(first: 1, after: null, last: null, before: null) { nodes { __typename } } }")
        #expect(text == #"{"data":{"movies":{"nodes":[{"__typename":"Movie"}]}}}"#)
    }

    @Test func `every page states its bounds, 1 to 100`() throws {
        let schema = try Schema(sdl: EmbeddedText.schema)
        let pages = schema.types.flatMap { type in
            type.fields.filter { schema[$0.namedType].name.hasSuffix("Connection") }.map { (type.name, $0) }
        }
        #expect(pages.count > 40)
        for (type, field) in pages {
            for size in ["first", "last"].compactMap(field.argument) {
                let bounds = size.directives.first { $0.name == "constraint" }?.arguments
                #expect(
                    bounds?["min"] == .float(1) && bounds?["max"] == .float(100), "\(type).\(field.name)(\(size.name):)"
                )
            }
        }
    }
}
