import GraphQL
import Testing

@testable import Marquee

/// `listChanged`: who may see a list hears of it.
@Suite struct ListNewsTests {
    private static func document(_ list: String) -> String {
        """
        subscription { listChanged(listId: "\(list)") { type list { name entryCount } entry { id position } removedEntryId } }
        """
    }

    @Test func `each change is told with the list as it is then`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("listnews.ada")
            let list = try await bed.makeList("News", "PUBLIC", as: ada)
            let next = try await bed.subscribe(Self.document(list))
            func heard() async throws -> String { try await next()?["data"]?["listChanged"]?.text ?? "end" }

            let added = try await bed.add(["M_1", "S_2"], to: list, as: ada)
            let ids = added["entries"]?.array?.compactMap { $0["id"]?.string } ?? []
            for (place, id) in ids.enumerated() {
                #expect(
                    try await heard() == """
                        {"type":"ENTRY_ADDED","list":{"name":"News","entryCount":2},"entry":{"id":"\(id)","position":\(place + 1)},"removedEntryId":null}
                        """)
            }
            _ = try await bed.move(ids[1], to: #"{"first":true}"#, as: ada)
            #expect(
                try await heard() == """
                    {"type":"ENTRY_MOVED","list":{"name":"News","entryCount":2},"entry":{"id":"\(ids[1])","position":1},"removedEntryId":null}
                    """)
            _ = try await bed.remove(["M_1"], from: list, as: ada)
            #expect(
                try await heard() == """
                    {"type":"ENTRY_REMOVED","list":{"name":"News","entryCount":1},"entry":null,"removedEntryId":"\(ids[0])"}
                    """)
            _ = try await bed.mutate("updateList", #"{"listId":"\#(list)","name":"Old"}"#, "list { id }", as: ada.token)
            #expect(
                try await heard()
                    == #"{"type":"LIST_UPDATED","list":{"name":"Old","entryCount":1},"entry":null,"removedEntryId":null}"#
            )
            _ = try await bed.mutate("deleteList", #"{"listId":"\#(list)"}"#, "deletedId", as: ada.token)
            #expect(try await heard() == #"{"type":"LIST_DELETED","list":null,"entry":null,"removedEntryId":null}"#)
            #expect(try await heard() == "end")
        }
    }

    @Test func `a repeated call and one that changes nothing tell nothing`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("listnews.quiet")
            let list = try await bed.makeList("Quiet", as: ada)
            let next = try await bed.subscribe(Self.document(list), as: ada.token)
            let input = #"{"target":{"id":"\#(list)"},"entries":[{"subjectId":"M_1"}],"idempotencyKey":"once"}"#
            for _ in 0..<3 { _ = try await bed.mutate("addToList", input, "addedCount", as: ada.token) }
            _ = try await bed.add(["M_1"], to: list, as: ada)
            _ = try await bed.remove(["S_2"], from: list, as: ada)
            _ = try await bed.add(["S_2"], to: list, as: ada)
            var counts: [Int64] = []
            for _ in 0..<2 {
                counts.append(try await next()?["data"]?["listChanged"]?["entry"]?["position"]?.int64 ?? 0)
            }
            #expect(counts == [1, 2])
        }
    }

    @Test func `a private list is refused to strangers, and one that turns private is deleted to them`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("listnews.owner"), try await bed.register("listnews.stranger"))
            let secret = try await bed.makeList("Secret", as: ada)
            for id in [secret, "O_\(ada.key)_1", "L_5", "M_1"] {
                for token in [bob.token, nil] {
                    do {
                        _ = try await bed.subscribe(Self.document(id), as: token)
                        Issue.record("\(id) may be followed")
                    } catch let refusal as RequestErrors {
                        #expect(refusal.errors[0].message == "Argument \"listId\": there is no list \"\(id)\".")
                    }
                }
            }
            let open = try await bed.makeList("Open", "PUBLIC", as: ada)
            let (own, others) = (
                try await bed.subscribe(Self.document(open), as: ada.token),
                try await bed.subscribe(Self.document(open), as: bob.token)
            )
            _ = try await bed.mutate(
                "updateList", #"{"listId":"\#(open)","privacy":"PRIVATE"}"#, "list { id }", as: ada.token)
            #expect(try await own()?["data"]?["listChanged"]?["type"]?.string == "LIST_UPDATED")
            #expect(
                try await others()?["data"]?["listChanged"]?.text
                    == #"{"type":"LIST_DELETED","list":null,"entry":null,"removedEntryId":null}"#)
            _ = try await bed.add(["M_1"], to: open, as: ada)
            #expect(try await others() == nil)
            #expect(try await own()?["data"]?["listChanged"]?["type"]?.string == "ENTRY_ADDED")
        }
    }

    @Test func `the board forgets who has left`() async throws {
        let board = Newsboard()
        do {
            var stream: AsyncStream<String>? = board.follow("a")
            #expect(board.followerCount == 1)
            board.tell("x", on: "a")
            board.tell("y", on: "b")
            var iterator = stream?.makeAsyncIterator()
            #expect(await iterator?.next() == "x")
            (stream, iterator) = (nil, nil)
        }
        #expect(board.followerCount == 0)
    }
}
