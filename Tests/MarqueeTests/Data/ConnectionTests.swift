import Testing

@testable import Marquee

@Suite struct ConnectionTests {
    @Test func `movies are walked by popularity without repeat or gap`() async throws {
        let walk = try await CatalogueTestBed.run { bed in
            try await bed.walk("query ($after: String) { movies(first: 7, after: $after) { PAGE } }", ["movies"])
        }
        let expected = try Catalogue.texts(
            """
            select 'M_' || title_id from title_stats where kind = 'movie' order by popularity desc, title_id desc
            """)
        #expect(walk.ids == expected)
        #expect(walk.totalCount == expected.count)
        #expect(walk.sizes.dropLast().allSatisfy { $0 == 7 })
    }

    @Test func `episodes of a show are walked in aired order, specials only when asked for`() async throws {
        let id = try Catalogue.show("sherlock")
        let (regular, all) = try await CatalogueTestBed.run { bed in
            let regular = """
                query ($after: String) { show(id: "\(id)") { episodes(first: 9, after: $after) { PAGE } } }
                """
            let all = """
                query ($after: String) {
                  show(id: "\(id)") { episodes(filter: {includeSpecials: true}, first: 9, after: $after) { PAGE } }
                }
                """
            return (
                try await bed.walk(regular, ["show", "episodes"]), try await bed.walk(all, ["show", "episodes"])
            )
        }
        let expected = try Catalogue.texts(
            """
            select 'E_' || e.id from episodes e join titles t on t.id = e.show_id where t.slug = 'sherlock'
             order by season_number, number
            """)
        #expect(all.ids == expected)
        #expect(regular.ids == Array(expected.dropFirst()))
        #expect(regular.sizes == [9, 3])
        #expect(all.totalCount == 13)
        #expect(regular.totalCount == 12)
    }

    @Test func `a page that ends with the list says that nothing follows`() async throws {
        let id = try Catalogue.show("sherlock")
        let walk = try await CatalogueTestBed.run { bed in
            try await bed.walk(
                "query ($after: String) { show(id: \"\(id)\") { episodes(first: 6, after: $after) { PAGE } } }",
                ["show", "episodes"])
        }
        #expect(walk.sizes == [6, 6])
    }

    @Test func `cast is walked in billing order`() async throws {
        let id = try Catalogue.movie("the-godfather")
        let walk = try await CatalogueTestBed.run { bed in
            try await bed.walk(
                "query ($after: String) { movie(id: \"\(id)\") { cast(first: 2, after: $after) { PAGE } } }",
                ["movie", "cast"])
        }
        let expected = try Catalogue.texts(
            """
            select 'C_' || c.id from credits c join titles t on t.id = c.title_id
             where t.slug = 'the-godfather' and department = 'acting' order by billing, c.id
            """)
        #expect(walk.ids == expected)
        #expect(walk.sizes == [2, 2, 2, 2, 1])
        #expect(walk.totalCount == 9)
    }

    @Test func `credits of a person are walked from the newest title`() async throws {
        let id = try Catalogue.person("al-pacino")
        let walk = try await CatalogueTestBed.run { bed in
            try await bed.walk(
                "query ($after: String) { person(id: \"\(id)\") { credits(first: 2, after: $after) { PAGE } } }",
                ["person", "credits"])
        }
        let expected = try Catalogue.texts(
            """
            select 'C_' || c.id from credits c join titles t on t.id = c.title_id join people p on p.id = c.person_id
             where p.slug = 'al-pacino' order by t.release_date desc, c.id desc
            """)
        #expect(walk.ids == expected)
        #expect(walk.totalCount == expected.count)
        #expect(expected.count > 2)
    }

    @Test(arguments: [0, -1, 101, 2_147_483_647])
    func `a page of a size that is not offered is refused at its field`(first: Int) async throws {
        let document =
            #"{ show(id: "S_9005") { seasons { number episodes(first: \#(first)) { totalCount } } } genre(slug: "war") { slug } }"#
        let text = try await answer(document)
        #expect(text.contains(#""message":"Argument \"first\": expected 1 to 100, got \#(first).""#), "\(text)")
        #expect(text.contains(#""path":["show","seasons",0,"episodes"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"first"}"#), "\(text)")
        #expect(text.contains(#"{"data":{"show":null,"genre":{"slug":"war"}}"#), "\(text)")
        #expect(!text.contains("INTERNAL"))
    }

    /// In turn: no base64; nothing; other letters; another list's; too few values; values that are no numbers, or too large.
    @Test(arguments: [
        "%%%", "", "AAAA", Base64URL.encode("season\t1\t2"), Base64URL.encode("popularity\t1"),
        Base64URL.encode("popularity\tx\t1"), Base64URL.encode("popularity\tnan\t1"),
        Base64URL.encode("popularity\t1\t99999999999999999999"),
        Base64URL.encode("popularity\t1\t2\t3"), Base64URL.encode("popularity\t1e400\t3"),
    ])
    func `a cursor that this list did not give is refused`(cursor: String) async throws {
        let text = try await answer(
            "query ($after: String) { movies(after: $after) { nodes { id } } }", "{\"after\":\"\(cursor)\"}")
        #expect(
            text.contains(#""message":"Argument \"after\": expected a cursor that this list gave in this order, got"#),
            "\(text)")
        #expect(text.contains(#""path":["movies"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"after"}"#), "\(text)")
    }

    /// Such a cursor is nobody's, but its values are of the right kinds: they reach the statement.
    @Test(arguments: [
        ("popularity\t1e300\t1", "{ movies(after: $after) { totalCount nodes { id } } }"),
        ("popularity\t1e-300\t1", "{ movies(after: $after) { totalCount nodes { id } } }"),
        ("billing\t99999999999\t1", #"{ movie(id: "M_9003") { cast(after: $after) { nodes { id } } } }"#),
        ("show\t1\t99999999999", #"{ show(id: "S_9005") { episodes(after: $after) { nodes { id } } } }"#),
        ("season\t-99999999999\t1", #"{ season(id: "N_9002") { episodes(after: $after) { nodes { id } } } }"#),
        ("released\t99999999999\t1", #"{ person(id: "P_9001") { credits(after: $after) { nodes { id } } } }"#),
    ])
    func `a forged cursor whose numbers do not fit is the client's fault`(values: String, selection: String)
        async throws
    {
        let text = try await answer(
            "query ($after: String) \(selection)", "{\"after\":\"\(Base64URL.encode(values))\"}")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"after"}"#), "\(text)")
    }
}
