import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct TitleFilterTests {
    /// Fields of the filter, alone, and what they mean in plain SQL.
    private static let conditions: [(filter: String, sql: String)] = [
        ("kind: MOVIE", "t.kind = 'movie'"),
        ("kind: SHOW", "t.kind = 'show'"),
        (
            "genres: {anyOf: [\"genre-1\", \"G_4\"]}",
            "t.id in (select title_id from title_genres where genre_id in (1, 4))"
        ),
        (
            "genres: {anyOf: [\"genre-1\", \"no-such\"]}",
            "t.id in (select title_id from title_genres where genre_id = 1)"
        ),
        ("genres: {anyOf: [\"no-such\"]}", "false"),
        (
            "genres: {allOf: [\"genre-2\", \"G_2\", \"genre-3\"]}",
            "array[2, 3]::bigint[] <@ array(select genre_id from title_genres where title_id = t.id)"
        ),
        ("genres: {allOf: [\"genre-2\", \"no-such\"]}", "false"),
        (
            "genres: {noneOf: [\"genre-5\", \"G_6\"]}",
            "t.id not in (select title_id from title_genres where genre_id in (5, 6))"
        ),
        (
            "genres: {anyOf: \"genre-1\", allOf: \"genre-2\", noneOf: \"genre-3\"}",
            """
            array[1, 2]::bigint[] <@ array(select genre_id from title_genres where title_id = t.id)
              and t.id not in (select title_id from title_genres where genre_id = 3)
            """
        ),
        (
            "keywords: {anyOf: [\"K_8\", \"K_9\"]}",
            "t.id in (select title_id from title_keywords where keyword_id in (8, 9))"
        ),
        (
            "keywords: {allOf: [\"K_2\", \"K_3\", \"K_2\"]}",
            "array[2, 3]::bigint[] <@ array(select keyword_id from title_keywords where title_id = t.id)"
        ),
        ("keywords: {noneOf: [\"K_2\"]}", "t.id not in (select title_id from title_keywords where keyword_id = 2)"),
        ("yearFrom: 2001", "t.year >= 2001"), ("yearTo: 2001", "t.year <= 2001"),
        ("yearFrom: 1999, yearTo: 1999", "t.year = 1999"),
        ("releasedFrom: \"2000-02-29\"", "t.release_date >= '2000-02-29'"),
        ("releasedTo: \"2000-02-29\"", "t.release_date <= '2000-02-29'"),
        (
            "yearFrom: 1995, releasedFrom: \"1994-01-01\", yearTo: 2003, releasedTo: \"2002-06-30\"",
            "t.release_date between '1995-01-01' and '2002-06-30'"
        ),
        ("languages: [\"de\", \"ja\"]", "t.original_language in ('de', 'ja')"),
        ("languages: [\"tlh\", \"DE\"]", "t.original_language = 'de'"),
        ("countries: [\"US\", \"FR\"]", "t.countries && '{US,FR}'"),
        ("people: [{personId: \"P_1\"}]", "t.id in (select title_id from credits where person_id = 1)"),
        (
            "people: [{personId: \"P_1\", department: DIRECTING}]",
            "t.id in (select title_id from credits where person_id = 1 and department = 'directing')"
        ),
        (
            "people: [{personId: \"P_1\"}, {personId: \"P_6\", department: DIRECTING}, {personId: \"P_1\"}]",
            """
            t.id in (select title_id from credits where person_id = 1)
              and t.id in (select title_id from credits where person_id = 6 and department = 'directing')
            """
        ),
        ("people: [{personId: \"P_99\"}]", "false"),
        ("ratingFrom: 3.5", "s.rating_sum / 2.0 / nullif(s.rating_count, 0) >= 3.5"),
        ("ratingTo: 2", "s.rating_sum / 2.0 / nullif(s.rating_count, 0) <= 2"),
        ("ratingFrom: 2.5, ratingTo: 2.5", "s.rating_sum / 2.0 / nullif(s.rating_count, 0) = 2.5"),
        ("minRatings: 4", "s.rating_count >= 4"), ("minRatings: 0", "true"), ("minRatings: 2147483647", "false"),
        ("runtimeFrom: 100", "t.runtime >= 100"), ("runtimeTo: 100", "t.runtime <= 100"),
        ("statuses: [ENDED, PLANNED]", "t.status in ('ended', 'planned')"),
        ("networks: [\"W_2\", \"W_3\"]", "t.id in (select title_id from title_networks where network_id in (2, 3))"),
        (
            "genres: {}, keywords: {anyOf: []}, languages: [], countries: [], people: [], statuses: [], networks: []",
            "true"
        ),
    ]

    private static func document(_ filters: [String], orderBy: String = "") -> String {
        "{ titles(filter: {\(filters.joined(separator: ", "))}, first: 100\(orderBy)) { totalCount nodes { id } } }"
    }

    private static func expected(_ ids: [String]) -> String {
        let nodes = ids.prefix(100).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        return #"{"data":{"titles":{"totalCount":\#(ids.count),"nodes":[\#(nodes)]}}}"#
    }

    @Test(arguments: conditions)
    func `each field of the filter means what its SQL says`(filter: String, sql: String) async throws {
        let text = try await CatalogueTestBed.run(on: MadeTitles.url()) { try await $0.answer(Self.document([filter])) }
        #expect(try text == Self.expected(MadeTitles.ids(where: sql)))
    }

    /// More pairs than there are texts for, so that the one text for all of them has its turn; each pair in another order.
    @Test func `fields of the filter hold together, in every order`() async throws {
        let orders: [(String, String)] = [
            (", orderBy: {field: RELEASE_DATE}", "t.release_date desc nulls last, t.id desc"),
            (", orderBy: {field: RELEASE_DATE, direction: ASC}", "t.release_date nulls last, t.id"),
            (", orderBy: {field: TITLE, direction: ASC}", "t.sort_title, t.id"),
            ("", "s.popularity desc, t.id desc"),
        ]
        var pairs = 0
        var cases: [(document: String, expected: String)] = []
        for (index, first) in Self.conditions.enumerated() {
            for second in Self.conditions[(index + 1)...] {
                let names = [first, second].map { $0.filter.split(separator: ":")[0] }
                guard names[0] != names[1], !(first.filter + second.filter).contains("genres: {}"),
                    !names.allSatisfy({ $0.hasPrefix("year") || $0.hasPrefix("released") || $0.hasPrefix("rating") })
                else { continue }
                pairs += 1
                // Half of them are more than there are texts for already.
                guard pairs % 2 == 0 else { continue }
                let order = orders[cases.count % orders.count]
                let ids = try MadeTitles.ids(where: "(\(first.sql)) and (\(second.sql))", by: order.1)
                cases.append((Self.document([first.filter, second.filter], orderBy: order.0), Self.expected(ids)))
            }
        }
        #expect(cases.count > 200)
        let tried = cases
        let answers = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            var answers: [String] = []
            for one in tried { answers.append(try await bed.answer(one.document)) }
            return answers
        }
        for (answer, one) in zip(answers, cases) { #expect(answer == one.expected, "\(one.document)") }
    }

    /// More combinations than are kept: each selection of eight fields.
    private static let combinations: [String] = {
        let fields = [
            "minRatings: 0", "runtimeFrom: 60", "runtimeTo: 500", "languages: \"en\"", "countries: \"US\"",
            "statuses: ENDED", "genres: {noneOf: \"genre-6\"}", "keywords: {noneOf: \"K_9\"}",
        ]
        return (0..<256).map { number in
            let chosen = fields.indices.filter { number & 1 << $0 != 0 }.map { fields[$0] }
            return "{ titles(first: 1, filter: {\(chosen.joined(separator: ", "))}) { nodes { id } } }"
        }
    }()

    @Test func `a combination beyond those that are kept is answered as they are, and nothing is left of it`()
        async throws
    {
        let prepared = Statement("count_prepared", "select count(*) from pg_prepared_statements")
        let rare = "yearFrom: 1993, runtimeFrom: 70, minRatings: 1, genres: {noneOf: \"genre-5\"}"
        let expected = try MadeTitles.ids(
            where: """
                t.release_date >= '1993-01-01' and t.runtime >= 70 and s.rating_count >= 1
                and t.id not in (select title_id from title_genres where genre_id = 5)
                """, by: "t.created_at desc, t.id desc")
        #expect(expected.count > 14)
        try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            for document in Self.combinations { _ = try await bed.answer(document) }
            _ = try await bed.query(prepared, [])
            let before = try await bed.query(prepared, []).int(0, 0)
            for backward in [false, true] {
                let walk = try await bed.walk(
                    "titles(filter: {\(rare)}, orderBy: {field: CREATED_AT}, WINDOW) { PAGE }", ["titles"], size: 7,
                    backward: backward)
                #expect(walk.ids == expected)
                #expect(walk.totalCount == expected.count)
            }
            #expect(try await bed.query(prepared, []).int(0, 0) == before)
        }
        let fields = InputObject([InputField("yearFrom", .int(1993)), InputField("minRatings", .int(1))])
        let filter = try TitleFilter(FieldArguments(InputObject([InputField("filter", .object(fields))])))
        func list() -> PagedList<TitleColumn> {
            TitleLists.list(filter, TitleOrder(.createdAt, isDescending: false), isOfGenres: false).0
        }
        #expect(list() !== list())
    }

    @Test func `a filtered list is walked both ways`() async throws {
        let expected = try MadeTitles.ids(
            where: "t.release_date >= '1993-01-01' and t.runtime >= 70", by: "t.release_date desc, t.id desc")
        for backward in [false, true] {
            let walk = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
                try await bed.walk(
                    "titles(filter: {yearFrom: 1993, runtimeFrom: 70}, orderBy: {field: RELEASE_DATE}, WINDOW) { PAGE }",
                    ["titles"], size: 7, backward: backward)
            }
            #expect(walk.ids == expected)
        }
    }

    @Test func `adult titles are given only when asked for`() async throws {
        let (without, with) = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            (
                try await bed.answer("{ titles { totalCount } movies { totalCount } }"),
                try await bed.answer("{ titles(filter: {includeAdult: true}) { totalCount } }")
            )
        }
        #expect(without == #"{"data":{"titles":{"totalCount":218},"movies":{"totalCount":158}}}"#)
        #expect(with == #"{"data":{"titles":{"totalCount":238}}}"#)
    }

    @Test(arguments: [
        ("yearFrom: 1869", "yearFrom"), ("yearTo: 2201", "yearTo"), ("yearFrom: 2000, yearTo: 1999", "yearTo"),
        ("releasedFrom: \"2000-01-02\", releasedTo: \"2000-01-01\"", "releasedTo"),
        ("yearFrom: 2000, releasedTo: \"1999-12-31\"", "releasedTo"),
        ("releasedFrom: \"2000-01-01\", yearTo: 1999", "yearTo"),
        ("ratingFrom: 3, ratingTo: 2.5", "ratingTo"), ("minRatings: -1", "minRatings"),
        ("runtimeFrom: -1", "runtimeFrom"),
        ("runtimeFrom: 100, runtimeTo: 99", "runtimeTo"), ("kind: SHOW", "kind"),
        ("genres: {allOf: [\"a\", \"b\"], noneOf: \"b\"}", "genres.noneOf"),
        ("genres: {anyOf: [\"a\"], noneOf: [\"b\", \"a\"]}", "genres.noneOf"),
        ("keywords: {allOf: \"K_1\", noneOf: \"K_1\"}", "keywords.noneOf"),
        ("genres: {anyOf: [\"drama\", \"M_1\"]}", "genres.anyOf[1]"),
        ("genres: {noneOf: \"\\u0000\"}", "genres.noneOf[0]"), ("languages: [\"en\", \"\\u0000\"]", "languages[1]"),
        ("languages: [\"en\", \"xx\"]", "languages[1]"),
        ("keywords: {anyOf: [\"K_1\", \"drama\"]}", "keywords.anyOf[1]"),
        ("keywords: {noneOf: \"G_1\"}", "keywords.noneOf[0]"),
        ("keywords: {allOf: [1,2,3,4,5,6,7,8,9,10,11]}", "keywords.allOf"), ("networks: [\"K_1\"]", "networks[0]"),
        ("people: [{personId: \"P_1\"}, {personId: \"M_1\"}]", "people[1].personId"),
        ("people: [{personId: 1}]", "people[0].personId"),
        ("people: [\(Array(repeating: "{personId: \"P_1\"}", count: 6).joined(separator: ","))]", "people"),
        ("languages: [\(Array(repeating: "\"en\"", count: 21).joined(separator: ","))]", "languages"),
    ])
    func `what no title can keep, or no filter may ask, is refused with its path`(filter: String, path: String)
        async throws
    {
        let text = try await answer("{ movies(filter: {\(filter)}) { totalCount } }")
        #expect(text.contains(#""path":["movies"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"filter.\#(path)"}"#), "\(text)")
    }
}
