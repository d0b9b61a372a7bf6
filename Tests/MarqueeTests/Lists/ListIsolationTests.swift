import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// What is private is to nobody else there: by ID, in any list or count, in the words of any refusal.
@Suite struct ListIsolationTests {
    @Test func `a private list and its entries are as if they were not, to nobody, strangers and administrators`()
        async throws
    {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("isolated.ada"), try await bed.register("isolated.bob"))
            _ = try await bed.register("isolated.admin")
            try AccountDatabase.owner().execute(
                "update accounts set role = 'admin' where email = 'isolated.admin@example.org'")
            let admin = try await bed.login("isolated.admin")
            let list = try await bed.makeList("Isolated", "PRIVATE", ["M_1"], as: ada)
            let entry = try await bed.entries(of: list, as: ada)[0].id
            _ = try await bed.add(["M_1"], to: "WATCHLIST", as: ada)
            let own = ["O_\(ada.key)_1", "J_\(ada.key)_9"]
            for id in [list, entry] + own {
                let answer = try await bed.answer(
                    "{ node(id: \"\(id)\") { id } nodes(ids: [\"\(id)\"]) { id } }", as: ada.token)
                #expect(answer["data"]?.text == #"{"node":{"id":"\#(id)"},"nodes":[{"id":"\#(id)"}]}"#)
                for token in [nil, bob.token, admin.token] {
                    let answer = try await bed.answer(
                        "{ node(id: \"\(id)\") { id } nodes(ids: [\"\(id)\"]) { id } }", as: token)
                    #expect(answer["data"]?.text == #"{"node":null,"nodes":[null]}"#, "\(id)")
                    let disguised = id.replacing("_\(ada.key)_", with: "_\(bob.key)_")
                    let other = try await bed.answer(
                        "{ node(id: \"\(disguised)\") { ... on ListEntry { id } } }", as: bob.token)
                    #expect(other["data"]?["node"] == .null || disguised.hasPrefix("O_"))
                }
            }
            for token in [nil, bob.token, admin.token] {
                let answer = try await bed.answer(
                    """
                    { list(id: "\(list)") { id } lists(text: "isolated") { totalCount nodes { id } }
                      user(username: "isolated.ada") { lists { totalCount nodes { id } } } }
                    """, as: token)
                #expect(
                    answer["data"]?.text
                        == #"{"list":null,"lists":{"totalCount":0,"nodes":[]},"user":{"lists":{"totalCount":0,"nodes":[]}}}"#
                )
            }
        }
    }

    @Test func `an entry of a shared list is found only by who knows the list`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("isolated.link")
            let list = try await bed.makeList("Linked", "LINK", ["M_1"], as: ada)
            let entry = try await bed.entries(of: list, as: ada)[0].id
            let number = try #require(entry.split(separator: "_").last)
            #expect(try await bed.answer("{ node(id: \"\(entry)\") { id } }")["data"]?["node"]?["id"]?.string == entry)
            for guess in ["I_1_\(number)", "I_\(ada.key)_\(number)"] {
                for token in [nil, ada.token] {
                    #expect(
                        try await bed.answer("{ node(id: \"\(guess)\") { id } }", as: token)["data"]?["node"] == .null)
                }
            }
        }
    }

    /// Each mutation with what is another's and with what is not there: the answers differ in nothing but the IDs.
    @Test func `writing to what is another's is refused in the words for what is not there`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("isolated.owner"), try await bed.register("isolated.writer"))
            let movies = try OwnTitles.movies("isolated", 2).map { "M_\($0)" }
            let mine = try await bed.makeList("Mine", "PRIVATE", movies, as: bob)
            let entries = try await bed.entries(of: mine, as: bob).map(\.id)
            for privacy in ["PRIVATE", "LINK", "PUBLIC"] {
                let list = try await bed.makeList("Hers \(privacy)", privacy, movies, as: ada)
                let entry = try await bed.entries(of: list, as: ada)[0].id
                let before = try Self.state(of: ada)
                for (mutation, input, selection) in [
                    ("updateList", #"{"listId":"LIST","name":"x"}"#, "list { id }"),
                    ("deleteList", #"{"listId":"LIST"}"#, "deletedId"),
                    ("addToList", #"{"target":{"id":"LIST"},"entries":[{"subjectId":"S_2"}]}"#, "list { id }"),
                    (
                        "addToList",
                        #"{"target":{"id":"LIST"},"entries":[{"subjectId":"S_2"}],"place":{"before":"ENTRY"}}"#,
                        "list { id }"
                    ),
                    ("removeFromList", #"{"target":{"id":"LIST"},"subjectIds":["\#(movies[0])"]}"#, "list { id }"),
                    ("moveListEntry", #"{"entryId":"ENTRY","to":{"last":true}}"#, "list { id }"),
                    ("moveListEntry", #"{"entryId":"\#(entries[0])","to":{"before":"ENTRY"}}"#, "list { id }"),
                    ("updateListEntry", #"{"entryId":"ENTRY","note":"x"}"#, "entry { id }"),
                ] {
                    func refused(_ list: String, _ entry: String) async throws -> AccountTestBed.Work {
                        try await bed.work {
                            let filled = input.replacing("LIST", with: list).replacing("ENTRY", with: entry)
                            let answer = try await bed.mutate(mutation, filled, selection, as: bob.token)
                            #expect(answer.userError != nil, "\(answer.text)")
                            return answer.text.replacing(entry, with: "ENTRY").replacing(list, with: "LIST")
                        }
                    }
                    let (found, missing) = (
                        try await refused(list, entry), try await refused("L_123456789", "I_123456789_99")
                    )
                    #expect(found.answer == missing.answer, "\(privacy) \(input)")
                    // What may be read is no secret to who may not write it.
                    if privacy == "PRIVATE" { #expect(found.statements == missing.statements, "\(input)") }
                }
                #expect(try Self.state(of: ada) == before)
            }
            #expect(try await bed.entries(of: mine, as: bob).map(\.id) == entries)
        }
    }

    private static func state(of account: SignedUp) throws -> String {
        try AccountDatabase.owner().query(
            """
            select string_agg(concat_ws(' ', l.*::text, e.*::text), ';' order by l.id, e.id)
              from lists l left join list_entries e on e.list_id = l.id where l.owner_id = \(account.key)
            """
        ).text(0, 0)
    }

    @Test func `a title that only its owner sees stands in their private lists only`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("isolated.manual"), try await bed.register("isolated.guest"))
            let manual = "M_\(try OwnTitles.manual("isolated-manual", of: ada))"
            let list = try await bed.makeList("With a home film", "PRIVATE", ["M_1", manual], as: ada)
            #expect(try await bed.entries(of: list, as: ada).map(\.subject) == ["M_1", manual])
            for privacy in ["LINK", "PUBLIC"] {
                let shared = try await bed.mutate(
                    "updateList", #"{"listId":"\#(list)","privacy":"\#(privacy)"}"#, "list { id }", as: ada.token)
                #expect(shared.userError == "INVALID_STATE input.privacy")
                let open = try await bed.makeList("Open \(privacy)", privacy, as: ada)
                #expect(try await bed.add([manual], to: open, as: ada).userError == "INVALID_STATE input.entries")
            }
            let own = try await bed.makeList("Own", "PRIVATE", as: bob)
            #expect(try await bed.add([manual], to: own, as: bob).userError == "NOT_FOUND input.entries.0.subjectId")
            #expect(
                try await bed.add(["M_999999"], to: own, as: bob).userError == "NOT_FOUND input.entries.0.subjectId")
        }
    }

    @Test func `a place beside an entry of another list of one's own is refused, too`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("isolated.places")
            let one = try await bed.makeList("One", "PRIVATE", ["M_1", "S_2"], as: ada)
            let two = try await bed.makeList("Two", "PRIVATE", ["M_1"], as: ada)
            let entries = try await bed.entries(of: one, as: ada).map(\.id)
            let foreign = try await bed.entries(of: two, as: ada)[0].id
            #expect(
                try await bed.move(entries[0], to: #"{"after":"\#(foreign)"}"#, as: ada).userError
                    == "INVALID_INPUT input.to.after")
            #expect(
                try await bed.move(entries[0], to: #"{"after":"\#(entries[0])"}"#, as: ada).userError
                    == "INVALID_INPUT input.to")
            #expect(
                try await bed.move(entries[0], to: #"{"position":0}"#, as: ada).userError
                    == "INVALID_INPUT input.to.position")
            #expect(
                try await bed.move(entries[0], to: #"{"first":false}"#, as: ada).userError
                    == "INVALID_INPUT input.to.first")
            #expect(try await bed.move("M_1", to: #"{"first":true}"#, as: ada).userError == "NOT_FOUND input.entryId")
        }
    }
}
