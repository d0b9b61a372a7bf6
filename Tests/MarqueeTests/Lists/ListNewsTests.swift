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

    @Test func `whatever moves a title between system lists is told to those who follow them`() async throws {
        try TrackedTitles.make()
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("listnews.system")
            func follow(_ list: SystemList) async throws -> () async throws -> String {
                let next = try await bed.subscribe(
                    """
                    subscription { listChanged(listId: "O_\(ada.key)_\(list.rawValue)") {
                      type list { entryCount } entry { subject { ... on Movie { id } ... on Show { id } } } removedEntryId } }
                    """, as: ada.token)
                return {
                    let change = try await next()?["data"]?["listChanged"]
                    let subject =
                        change?["entry"]?["subject"]?["id"]?.string ?? change?["removedEntryId"]?.string ?? "-"
                    return
                        "\(change?["type"]?.string ?? "end") \(subject) \(change?["list"]?["entryCount"]?.int64 ?? -1)"
                }
            }
            func status(_ title: String, _ status: String) async throws {
                _ = try await bed.mutate(
                    "setLibraryStatus", #"{"titleIds":["\#(title)"],"status":\#(status)}"#, "__typename", as: ada.token)
            }
            let (planned, watching, watched, favorites) = (
                try await follow(.watchlist), try await follow(.watching), try await follow(.watched),
                try await follow(.favorites)
            )
            try await status("S_501", #""PLANNED""#)
            #expect(try await planned() == "ENTRY_ADDED S_501 1")
            // The same again is no news, nor is what concerns other lists.
            try await status("S_501", #""PLANNED""#)
            try await status("M_502", #""ON_HOLD""#)
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: ada.token)
            #expect(try await planned() == "ENTRY_REMOVED J_\(ada.key)_\(501 * 8 + 1) 0")
            #expect(try await watching() == "ENTRY_ADDED S_501 1")
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5012"}"#, "__typename", as: ada.token)
            _ = try await bed.mutate("logPlay", #"{"subjectId":"M_502"}"#, "__typename", as: ada.token)
            #expect(try await watched() == "ENTRY_ADDED M_502 1")
            func favor(_ isFavorite: Bool) async throws {
                _ = try await bed.mutate(
                    "setFavorite", #"{"titleIds":["M_502"],"favorite":\#(isFavorite)}"#, "__typename", as: ada.token)
            }
            for _ in 0..<2 { try await favor(true) }
            #expect(try await favorites() == "ENTRY_ADDED M_502 1")
            try await favor(false)
            #expect(try await favorites() == "ENTRY_REMOVED J_\(ada.key)_\(502 * 8 + 5) 0")
            _ = try await bed.add(["S_501", "M_502"], to: "FAVORITES", as: ada)
            for _ in 0..<2 { #expect(try await favorites().hasPrefix("ENTRY_ADDED")) }
            _ = try await bed.move("J_\(ada.key)_\(502 * 8 + 5)", to: #"{"first":true}"#, as: ada)
            #expect(try await favorites() == "ENTRY_MOVED M_502 2")
            _ = try await bed.mutate(
                "updateLibraryEntry", #"{"titleId":"M_502","note":"Again"}"#, "__typename", as: ada.token)
            #expect(try await favorites() == "ENTRY_UPDATED M_502 2")
            #expect(try await watched() == "ENTRY_UPDATED M_502 1")
            _ = try await bed.mutate("removeFromLibrary", #"{"titleIds":["S_501"]}"#, "__typename", as: ada.token)
            #expect(try await watching() == "ENTRY_REMOVED J_\(ada.key)_\(501 * 8 + 2) 0")
            #expect(try await favorites() == "ENTRY_REMOVED J_\(ada.key)_\(501 * 8 + 5) 1")
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
