import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Entries of lists made by hand: added, moved, changed, taken out.
@Suite struct ListEntryTests {
    @Test func `entries go where they are put, and those in the list stay`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.places")
            let movies = try OwnTitles.movies("entries-place", 8).map { "M_\($0)" }
            let list = try await bed.makeList("Places", "PRIVATE", Array(movies[0...2]), as: ada)
            let entry = try await bed.entries(of: list, as: ada)[1].id
            func order() async throws -> [Int] {
                let entries = try await bed.entries(of: list, as: ada)
                #expect(entries.map(\.position) == Array(1...Int64(entries.count)))
                return entries.map { movies.firstIndex(of: $0.subject) ?? -1 }
            }
            #expect(try await bed.add([movies[3]], to: list, at: #"{"first":true}"#, as: ada)["addedCount"]?.int64 == 1)
            #expect(try await order() == [3, 0, 1, 2])
            let both = try await bed.add(
                [movies[4], movies[0], movies[5]], to: list, at: #"{"before":"\#(entry)"}"#, as: ada)
            #expect(both["addedCount"]?.int64 == 2 && both["list"]?["entryCount"]?.int64 == 6)
            #expect(both["entries"]?.array?.compactMap { $0["position"]?.int64 } == [3, 2, 4])
            #expect(try await order() == [3, 0, 4, 5, 1, 2])
            _ = try await bed.add([movies[6]], to: list, at: #"{"after":"\#(entry)"}"#, as: ada)
            #expect(try await order() == [3, 0, 4, 5, 1, 6, 2])
            _ = try await bed.add([movies[7]], to: list, at: #"{"position":2}"#, as: ada)
            #expect(try await order() == [3, 7, 0, 4, 5, 1, 6, 2])
            let gone = try await bed.remove([movies[7], "M_1", movies[3]], from: list, as: ada)
            #expect(gone["removedSubjectIds"]?.text == #"["\#(movies[7])","\#(movies[3])"]"#)
            #expect(try await order() == [0, 4, 5, 1, 6, 2])
            let misnamed = try await bed.remove(["S_\(movies[0].key)"], from: list, as: ada)
            #expect(misnamed["removedSubjectIds"]?.text == "[]" && misnamed["list"]?["entryCount"]?.int64 == 6)
        }
    }

    @Test func `an entry moves by one write wherever it is asked to`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.moves")
            let movies = try OwnTitles.movies("entries-move", 6).map { "M_\($0)" }
            let list = try await bed.makeList("Moves", "PUBLIC", movies, as: ada)
            var model = try await bed.entries(of: list, as: ada).map(\.id)
            var dice = SystemRandomNumberGenerator()
            for _ in 0..<60 {
                let entry = try #require(model.randomElement(using: &dice))
                let rest = model.filter { $0 != entry }
                let neighbour = Int.random(in: 0..<rest.count, using: &dice)
                let position = Int.random(in: 1...8, using: &dice)
                let (place, target) =
                    [
                        (#"{"first":true}"#, 0), (#"{"last":true}"#, rest.count),
                        (#"{"before":"\#(rest[neighbour])"}"#, neighbour),
                        (#"{"after":"\#(rest[neighbour])"}"#, neighbour + 1),
                        (#"{"position":\#(position)}"#, min(position - 1, rest.count)),
                    ].randomElement(using: &dice) ?? ("", 0)
                let moved = try await bed.move(entry, to: place, as: ada)
                model = rest
                model.insert(entry, at: target)
                #expect(moved["entry"]?["position"]?.int64 == Int64(target + 1), "\(place) \(moved.text)")
                #expect(try await bed.entries(of: list, as: ada).map(\.id) == model)
            }
            #expect(
                try await bed.entries(of: list, "orderBy: {direction: DESC}", as: nil).map(\.id) == model.reversed())
        }
    }

    @Test func `two who reorder at once both succeed, and no place is lost or doubled`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.race")
            let movies = try OwnTitles.movies("entries-race", 30).map { "M_\($0)" }
            let list = try await bed.makeList("Race", "PRIVATE", Array(movies[..<10]), as: ada)
            let entries = try await bed.entries(of: list, as: ada).map(\.id)
            try await withThrowingTaskGroup(of: JSONValue.self) { group in
                for round in 0..<80 {
                    group.addTask {
                        switch round % 4 {
                        case 0:
                            try await bed.add(
                                [movies[10 + round / 4]], to: list, at: #"{"after":"\#(entries[4])"}"#, as: ada)
                        case 1: try await bed.remove([movies[10 + round / 8]], from: list, as: ada)
                        default: try await bed.move(entries[5 + round % 5], to: #"{"after":"\#(entries[4])"}"#, as: ada)
                        }
                    }
                }
                for try await answer in group { #expect(answer.userError == nil, "\(answer.text)") }
            }
            let after = try await bed.entries(of: list, as: ada)
            #expect(after.map(\.position) == Array(1...Int64(after.count)))
            #expect(Set(after.map(\.subject)).count == after.count)
            #expect(Set(entries).isSubset(of: after.map(\.id)))
            let rows = try AccountDatabase.owner().query(
                """
                select l.entry_count, count(*), count(distinct order_key) from lists l join list_entries e on e.list_id = l.id
                 where l.id = $1 group by 1
                """, [.int(Int64(list.dropFirst(2)))])
            #expect(rows.int(0, 0) == Int64(after.count) && rows.int(0, 1) == rows.int(0, 2))
        }
    }

    @Test func `the same place taken again and again numbers the list anew, unnoticed`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.dense")
            let movies = try OwnTitles.movies("entries-dense", 3).map { "M_\($0)" }
            let list = try await bed.makeList("Dense", "PRIVATE", movies, as: ada)
            var ids = try await bed.entries(of: list, as: ada).map(\.id)
            // No room beside equal keys, nor behind one that is as long as can be.
            for keys in ["'a', 'a', 'a'", "'a', 'a0', 'b'", "'\(String(repeating: "z", count: 100))', 'zzz', 'a'"] {
                try AccountDatabase.owner().execute(
                    """
                    update list_entries e set order_key = (array[\(keys)])[n.place]
                      from (select id, row_number() over (order by id) as place from list_entries where list_id = \(list.dropFirst(2))) n
                     where e.id = n.id
                    """)
                ids = try await bed.entries(of: list, as: ada).map(\.id)
                let answer = try await bed.move(ids[2], to: #"{"before":"\#(ids[1])"}"#, as: ada)
                #expect(answer["entry"]?["position"]?.int64 == 2, "\(answer.text)")
                #expect(try await bed.entries(of: list, as: ada).map(\.id) == [ids[0], ids[2], ids[1]])
            }
        }
    }

    @Test func `notes and priorities change apart, and null clears them`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.notes")
            let list = try await bed.makeList("Notes", "PRIVATE", ["M_1"], as: ada)
            let id = try await bed.entries(of: list, as: ada)[0].id
            for (change, expected) in [
                (#""note":"why","priority":3"#, #"{"note":"why","priority":3}"#),
                (#""note":"more""#, #"{"note":"more","priority":3}"#),
                (#""priority":null"#, #"{"note":"more","priority":null}"#),
                (#""note":null"#, #"{"note":null,"priority":null}"#),
            ] {
                let answer = try await bed.mutate(
                    "updateListEntry", #"{"entryId":"\#(id)",\#(change)}"#, "entry { note priority }", as: ada.token)
                #expect(answer["entry"]?.text == expected, "\(answer.text)")
            }
            let answer = try await bed.mutate(
                "updateListEntry", #"{"entryId":"\#(id)","priority":0}"#, "entry { id }", as: ada.token)
            #expect(answer.userError == "INVALID_INPUT input.priority")
        }
    }

    @Test func `entries come in every order, those without the value last`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.orders")
            let show = try OwnTitles.show("aaa-entries", episodes: 2)
            let movies = try OwnTitles.movies("entries-order", 2)
            let ids = [
                "M_\(movies[1])", "E_\(show.episodes[1])", "N_\(show.season)", "P_1", "M_\(movies[0])",
                "E_\(show.episodes[0])",
            ]
            let list = try await bed.makeList("Orders", "PRIVATE", ids, as: ada)
            let entry = try await bed.entries(of: list, as: ada)[4].id
            _ = try await bed.mutate(
                "updateListEntry", #"{"entryId":"\#(entry)","priority":1}"#, "entry { id }", as: ada.token)
            func order(_ orderBy: String) async throws -> [Int] {
                let whole = try await bed.entries(of: list, "orderBy: {\(orderBy)}", as: ada).map(\.subject)
                var (walked, cursor) = ([String](), "null")
                while cursor != "" {
                    let answer = try await bed.answer(
                        """
                        { list(id: "\(list)") { entries(first: 2, after: \(cursor), orderBy: {\(orderBy)}) {
                          nodes { subject { ... on Node { id } } } pageInfo { hasNextPage endCursor } } } }
                        """, as: ada.token)
                    let page = try #require(answer["data"]?["list"]?["entries"], "\(answer.text)")
                    walked += (page["nodes"]?.array ?? []).compactMap { $0["subject"]?["id"]?.string }
                    let info = page["pageInfo"]
                    cursor = info?["hasNextPage"] == .boolean(true) ? "\"\(info?["endCursor"]?.string ?? "")\"" : ""
                }
                #expect(walked == whole)
                return whole.map { ids.firstIndex(of: $0) ?? -1 }
            }
            #expect(try await order("field: POSITION") == [0, 1, 2, 3, 4, 5])
            #expect(try await order("field: PRIORITY") == [4, 0, 1, 2, 3, 5])
            #expect(try await order("field: PRIORITY, direction: DESC") == [4, 5, 3, 2, 1, 0])
            #expect(try await order("field: TITLE") == [2, 5, 1, 4, 0, 3])
            #expect(try await order("field: TITLE, direction: DESC") == [3, 0, 4, 1, 5, 2])
            #expect(try await order("field: RELEASE_DATE").prefix(2) == [4, 0])
            #expect(try await order("field: RELEASE_DATE, direction: DESC").prefix(2) == [1, 5].sorted(by: >)[...])
            #expect(Set(try await order("field: ADDED_AT")) == Set(0...5))
        }
    }

    @Test func `a list of 10,000 entries pages, counts places and reorders`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("entries.many")
            let list = try await bed.makeList("Many", "PRIVATE", as: ada)
            let key = list.dropFirst(2)
            let movies = try OwnTitles.movies("entries-many", 10_000)
            try AccountDatabase.owner().execute(
                """
                insert into list_entries (list_id, owner_id, title_id, order_key)
                  select \(key), 0, id, lpad(to_hex(id), 14, '0') from titles where slug like 'entries-many%';
                analyze list_entries
                """)
            let last = try await bed.entries(of: list, "last: 3", as: ada)
            #expect(last.map(\.position) == [9_998, 9_999, 10_000])
            for round in 0..<20 {
                let moved = try await bed.move(last[2].id, to: #"{"position":\#(1 + round * 450)}"#, as: ada)
                #expect(moved["entry"]?["position"]?.int64 == Int64(1 + round * 450), "\(moved.text)")
            }
            #expect(
                try await bed.add(["M_1"], to: list, as: ada)["entries"]?.array?.first?["position"]?.int64 == 10_001)
            #expect(movies.count == 10_000)
        }
    }
}
