import Testing

@Suite struct NodeTests {
    /// One ID of each kind and the type it loads; those of rows that come with the sample are asked of the database.
    private func examples() throws -> [(id: String, type: String)] {
        [
            ("M_9003", "Movie"), ("S_9005", "Show"), ("N_9001", "Season"), ("E_9002", "Episode"), ("P_9001", "Person"),
            ("C_9002", "Credit"), (try Catalogue.genre("drama"), "Genre"),
            (try Catalogue.texts("select 'K_' || min(id) from keywords")[0], "Keyword"),
            (try Catalogue.texts("select 'W_' || min(id) from networks")[0], "Network"),
        ]
    }

    @Test func `node loads every kind of object by its ID`() async throws {
        for (id, type) in try examples() {
            #expect(
                try await answer(#"{ node(id: "\#(id)") { __typename id } }"#)
                    == #"{"data":{"node":{"__typename":"\#(type)","id":"\#(id)"}}}"#)
        }
    }

    @Test func `nodes keep the order of the IDs, with null for what does not exist`() async throws {
        let examples = try examples().reversed()
        let ids = examples.flatMap { [$0.id, "\($0.id)0000000"] } + ["M_9003"]
        let expected =
            examples.flatMap { [#"{"__typename":"\#($0.type)","id":"\#($0.id)"}"#, "null"] }
            + [#"{"__typename":"Movie","id":"M_9003"}"#]
        #expect(
            try await answer(
                "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
                #"{"ids":["\#(ids.joined(separator: #"",""#))"]}"#)
                == #"{"data":{"nodes":[\#(expected.joined(separator: ","))]}}"#)
    }

    @Test func `each type of node answers its own fields`() async throws {
        let document = """
            { nodes(ids: ["E_9003", "M_9004", "P_9002", "S_9005"]) { id ... on Movie { title } ... on Show { title seasonCount }
                ... on Episode { number season { number } } ... on Person { name } } }
            """
        #expect(
            try await answer(document) == #"{"data":{"nodes":[{"id":"E_9003","number":2,"season":{"number":1}},"#
                + #"{"id":"M_9004","title":"Bare"},{"id":"P_9002","name":"Nobody"},"#
                + #"{"id":"S_9005","title":"Little Show","seasonCount":2}]}}"#)
    }

    @Test(arguments: [
        "M_9005", "S_9003", "X_1", "M_0", "M_-1", "M_", "_1", "M_99999999999999999999", "9003", "", "m_9003",
    ])
    func `an ID that names nothing loads nothing`(id: String) async throws {
        #expect(
            try await answer(#"{ node(id: "\#(id)") { id } nodes(ids: ["\#(id)"]) { id } }"#)
                == #"{"data":{"node":null,"nodes":[null]}}"#)
    }

    @Test(arguments: [
        ("movie", "S_9005", "a movie"), ("show", "M_9003", "a show"), ("season", "E_9002", "a season"),
        ("episode", "N_9001", "an episode"), ("person", "", "a person"),
    ])
    func `a field for one kind refuses the ID of another`(field: String, id: String, wanted: String) async throws {
        let text = try await answer(#"{ \#(field)(id: "\#(id)") { id } }"#)
        #expect(text.contains("Argument \\\"id\\\": expected the ID of \(wanted), such as"), "\(text)")
        #expect(text.contains(#""path":["\#(field)"]"#), "\(text)")
        #expect(text.contains(#""extensions":{"code":"BAD_USER_INPUT","argument":"id"}"#), "\(text)")
    }

    @Test(arguments: [0, 101])
    func `the number of IDs is bounded`(count: Int) async throws {
        let ids = Array(repeating: #""M_9003""#, count: count).joined(separator: ",")
        let text = try await answer("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", #"{"ids":[\#(ids)]}"#)
        #expect(text.contains("expected 1 to 100 IDs, got \(count)"), "\(text)")
    }
}
