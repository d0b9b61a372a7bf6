import Testing

@testable import Marquee

@Suite struct TitleOrderTests {
    /// Each order with its plain SQL: values not known come last both ways, ties go by ID.
    private static let orders: [(field: String, ascending: String, descending: String)] = [
        ("POPULARITY", "s.popularity, t.id", "s.popularity desc, t.id desc"),
        (
            "RATING", "case when rating_count > 0 then rating_weighted end nulls last, t.id",
            "case when rating_count > 0 then rating_weighted end desc nulls last, t.id desc"
        ),
        ("RATING_COUNT", "s.rating_count, t.id", "s.rating_count desc, t.id desc"),
        ("RELEASE_DATE", "t.release_date nulls last, t.id", "t.release_date desc nulls last, t.id desc"),
        ("TITLE", "t.sort_title, t.id", "t.sort_title desc, t.id desc"),
        ("CREATED_AT", "t.created_at, t.id", "t.created_at desc, t.id desc"),
    ]

    @Test(arguments: orders, ["ASC", "DESC"])
    func `titles are walked in each order both ways, without repeat or gap`(
        order: (field: String, ascending: String, descending: String), direction: String
    ) async throws {
        let sql = direction == "ASC" ? order.ascending : order.descending
        // Small pages of the shortest list, since a page is a statement that PostgreSQL plans.
        let lists = [
            ("titles", "true", [100]), ("movies", "t.kind = 'movie'", [40]),
            ("shows", "t.kind = 'show'", order.field == "RATING" ? [1, 7] : [7]),
        ]
        for (field, condition, sizes) in lists {
            let expected = try MadeTitles.ids(where: condition, by: sql)
            #expect(expected.count > 40)
            let walks = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
                var walks: [PageWalk] = []
                for size in sizes {
                    for backward in [false, true] {
                        let selection =
                            "\(field)(orderBy: {field: \(order.field), direction: \(direction)}, WINDOW) { PAGE }"
                        walks.append(try await bed.walk(selection, [field], size: size, backward: backward))
                    }
                }
                return walks
            }
            for walk in walks {
                #expect(walk.ids == expected, "\(field)")
                #expect(walk.totalCount == expected.count)
            }
        }
    }

    @Test func `titles are by popularity, the most popular first, unless another order is asked for`() async throws {
        let expected = try MadeTitles.ids().prefix(20).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        for argument in ["", "(orderBy: null)", "(orderBy: {})", "(orderBy: {direction: DESC})"] {
            let text = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
                try await bed.answer("{ titles\(argument) { nodes { id } } }")
            }
            #expect(text == #"{"data":{"titles":{"nodes":[\#(expected)]}}}"#)
        }
    }

    @Test func `titles of a genre are walked in an order of their own`() async throws {
        let walk = try await CatalogueTestBed.run(on: MadeTitles.url()) { bed in
            try await bed.walk(
                "genre(slug: \"genre-1\") { titles(filter: {kind: SHOW}, orderBy: {field: TITLE, direction: ASC}, WINDOW) { PAGE } }",
                ["genre", "titles"], size: 2)
        }
        let condition =
            "t.kind = 'show' and exists (select from title_genres g where g.title_id = t.id and g.genre_id = 1)"
        #expect(try walk.ids == MadeTitles.ids(where: condition, by: "t.sort_title, t.id"))
        #expect(walk.sizes.count > 1)
    }
}
