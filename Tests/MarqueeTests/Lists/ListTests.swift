import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Lists as wholes: made, changed, deleted, found.
@Suite struct ListTests {
    private static let all =
        "id kind systemKind name slug description privacy ranked entryCount viewerWatchedCount owner { id }"

    @Test func `a list is made with its entries, once for a key, and changed as far as given`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("lists.made")
            let input = """
                {"name":"Ça ira – Été!","description":"Old ones","privacy":"LINK","ranked":true,"idempotencyKey":"one",
                 "entries":[{"subjectId":"M_1","note":"first","priority":2},{"subjectId":"S_2"},{"subjectId":"N_1"},
                            {"subjectId":"E_1"},{"subjectId":"P_1"},{"subjectId":"M_1"}]}
                """
            let made = try await bed.mutate("createList", input, "list { \(Self.all) }", as: ada.token)
            let id = try #require(made["list"]?["id"]?.string, "\(made.text)")
            #expect(
                made["list"]?.text == """
                    {"id":"\(id)","kind":"CUSTOM","systemKind":null,"name":"Ça ira – Été!","slug":"ca-ira-ete","description":"Old ones",\
                    "privacy":"LINK","ranked":true,"entryCount":5,"viewerWatchedCount":0,"owner":{"id":"\(ada.id)"}}
                    """)
            #expect(
                try await bed.mutate("createList", input, "list { id }", as: ada.token)["list"]?["id"]?.string == id)
            #expect(
                try await bed.entries(of: id, as: ada).map(\.subject) == ["M_1", "S_2", "N_1", "E_1", "P_1"])
            let changed = try await bed.mutate(
                "updateList", #"{"listId":"\#(id)","name":"Été","description":null}"#, "list { \(Self.all) }",
                as: ada.token)
            #expect(changed["list"]?["slug"]?.string == "ete" && changed["list"]?["description"] == .null)
            #expect(changed["list"]?["privacy"]?.string == "LINK" && changed["list"]?["ranked"] == .boolean(true))
            let gone = try await bed.mutate("deleteList", #"{"listId":"\#(id)"}"#, "deletedId", as: ada.token)
            #expect(gone["deletedId"]?.string == id)
            #expect(
                try await bed.mutate("deleteList", #"{"listId":"\#(id)"}"#, "deletedId", as: ada.token).userError
                    == "NOT_FOUND input.listId")
        }
    }

    @Test func `slugs of an account differ, also of lists made at once and of system lists`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("lists.slugs")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for name in ["Best", "Best!", "best", "Watchlist", "On hold", "!!!", "???"] {
                    group.addTask { _ = try await bed.makeList(name, as: ada) }
                }
                try await group.waitForAll()
            }
            let rows = try AccountDatabase.owner().query(
                "select string_agg(slug, ' ' order by slug collate \"C\") from lists where owner_id = \(ada.key)")
            #expect(rows.text(0, 0) == "best best-2 best-3 list list-2 on-hold-2 watchlist-2")
        }
    }

    @Test(arguments: [
        (#"{"name":""}"#, "INVALID_INPUT input.name"), (#"{"name":" "}"#, "INVALID_INPUT input.name"),
        (#"{"name":"\u200b\u0007"}"#, "INVALID_INPUT input.name"),
        (#"{"name":"two\nlines"}"#, "INVALID_INPUT input.name"),
        (#"{"name":"two\u2028lines"}"#, "INVALID_INPUT input.name"),
        ("{\"name\":\"\(String(repeating: "x", count: 10_000))\"}", "INVALID_INPUT input.name"),
        (#"{"name":"x","entries":[{"subjectId":"G_1"}]}"#, "INVALID_INPUT input.entries.0.subjectId"),
        (#"{"name":"x","entries":[{"subjectId":"M_1"},{"subjectId":"M_2"}]}"#, "NOT_FOUND input.entries.1.subjectId"),
        (#"{"name":"x","entries":[{"subjectId":"M_1","priority":6}]}"#, "INVALID_INPUT input.entries.0.priority"),
    ])
    func `what cannot be is refused, and nothing is made`(input: String, error: String) async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("lists.bad\(input.utf8.count)\(error.utf8.count)")
            let answer = try await bed.mutate("createList", input, "list { id }", as: ada.token)
            #expect(answer.userError == error, "\(answer.text.prefix(300))")
            #expect(
                try AccountDatabase.owner().query("select count(*) from lists where owner_id = \(ada.key)").int(0, 0)
                    == 0)
        }
    }

    @Test func `own lists come system lists first, in every order both ways, whole and in pages`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("lists.own")
            let made = try await ["B", "ab", "C"].asyncMap { try await bed.makeList($0, as: ada) }
            // Names from before they stood on one line.
            try AccountDatabase.owner().query("update lists set name = E'a\\tb' where id = $1", [.int(made[1].key)])
            _ = try await bed.add(["M_1"], to: made[0], as: ada)
            let system = (1...7).map { "O_\(ada.key)_\($0)" }
            func listed(_ arguments: String) async throws -> [String] {
                var (ids, cursor) = ([String](), "null")
                while cursor != "" {
                    let answer = try await bed.answer(
                        "{ viewer { lists(first: 3, after: \(cursor)\(arguments)) { nodes { id } pageInfo { hasNextPage endCursor } } } }",
                        as: ada.token)
                    let page = try #require(answer["data"]?["viewer"]?["lists"], "\(answer.text)")
                    ids += (page["nodes"]?.array ?? []).compactMap { $0["id"]?.string }
                    let info = page["pageInfo"]
                    cursor = info?["hasNextPage"] == .boolean(true) ? "\"\(info?["endCursor"]?.string ?? "")\"" : ""
                }
                return ids
            }
            #expect(try await listed("") == system + [made[0], made[2], made[1]])
            #expect(try await listed(", kind: CUSTOM") == [made[0], made[2], made[1]])
            #expect(try await listed(", kind: SYSTEM") == system)
            #expect(try await listed(", orderBy: {field: CREATED_AT, direction: ASC}") == system + made)
            let byName = try await listed(", orderBy: {field: NAME, direction: ASC}")
            #expect(byName.prefix(7) == system[...] && Set(byName) == Set(system + made))
            let down = try await listed(", orderBy: {field: NAME}")
            #expect(down.prefix(7) == system[...] && down.dropFirst(7).reversed() == Array(byName.dropFirst(7)))
        }
    }

    @Test func `public lists are found by words; shared and private ones are listed nowhere`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("lists.shown"), try await bed.register("lists.looks"))
            let open = try await bed.makeList("Zephyrian Películas", "PUBLIC", ["M_1"], as: ada)
            let shared = try await bed.makeList("Zephyrian link", "LINK", ["M_1"], as: ada)
            let secret = try await bed.makeList("Zephyrian secret", "PRIVATE", ["M_1"], as: ada)
            for caller in [bob.token, nil] {
                for (document, path) in [
                    (#"{ lists(text: "zephyrian") { totalCount nodes { id } } }"#, ["lists"]),
                    (
                        #"{ lists(text: "peliculas ZEPHYRIAN", orderBy: {field: NAME}) { totalCount nodes { id } } }"#,
                        ["lists"]
                    ),
                    (#"{ user(username: "lists.shown") { lists { totalCount nodes { id } } } }"#, ["user", "lists"]),
                ] {
                    let answer = try await bed.answer(document, as: caller)
                    let page = (["data"] + path).reduce(answer) { $0?[$1] }
                    #expect(page?.text == #"{"totalCount":1,"nodes":[{"id":"\#(open)"}]}"#, "\(document)")
                }
                #expect(
                    try await bed.answer("{ list(id: \"\(shared)\") { name } }", as: caller)["data"]?["list"]?["name"]
                        != nil)
                #expect(
                    try await bed.answer("{ list(id: \"\(secret)\") { name } }", as: caller)["data"]?["list"] == .null)
            }
            let own = try await bed.answer(
                #"{ user(username: "lists.shown") { lists { totalCount } } }"#, as: ada.token)
            #expect(own["data"]?["user"]?["lists"]?["totalCount"]?.int64 == 3)
            _ = try await bed.mutate(
                "updateList", #"{"listId":"\#(open)","privacy":"PRIVATE"}"#, "list { id }", as: ada.token)
            let after = try await bed.answer(#"{ lists(text: "zephyrian") { totalCount } }"#)
            #expect(after["data"]?["lists"]?["totalCount"]?.int64 == 0)
        }
    }

    @Test func `system lists stay as they are`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("lists.system")
            for (mutation, input, selection) in [
                ("deleteList", #"{"listId":"O_\#(ada.key)_1"}"#, "deletedId"),
                ("updateList", #"{"listId":"O_\#(ada.key)_1","name":"x"}"#, "list { id }"),
            ] {
                #expect(
                    try await bed.mutate(mutation, input, selection, as: ada.token).userError
                        == "INVALID_STATE input.listId")
            }
        }
    }
}

extension Sequence {
    /// The results of an asynchronous function of each element, one after the other.
    func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
