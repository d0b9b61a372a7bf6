import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Entries of lists that go because an administrator, or the owner of a title, deletes what they are about.
@Suite struct LostEntriesTests {
    /// Follows a list: what is told, as "ENTRY_REMOVED I_5_7 of 3".
    private static func follow(
        _ list: String, as account: SignedUp?, _ bed: AccountTestBed
    ) async throws -> () async throws -> String {
        let next = try await bed.subscribe(
            "subscription { listChanged(listId: \"\(list)\") { type entry { id } removedEntryId list { entryCount } } }",
            as: account?.token)
        return {
            guard let change = try await next()?["data"]?["listChanged"] else { return "end" }
            let entry = change["removedEntryId"]?.string ?? change["entry"]?["id"]?.string ?? "-"
            let count = change["list"]?["entryCount"]?.int64.map { "\($0)" } ?? "-"
            return "\(change["type"]?.string ?? "") \(entry) of \(count)"
        }
    }

    /// A movie, a show with a season of two episodes, and a person.
    private struct Subjects {
        let movie, show, season, person: String
        let episodes: [String]

        init(_ name: String, _ bed: AccountTestBed, as admin: String) async throws {
            let made = try OwnTitles.show("\(name)-show")
            movie = "M_\(try OwnTitles.movie("\(name)-film"))"
            (show, season) = ("S_\(made.key)", "N_\(made.season)")
            episodes = made.episodes.map { "E_\($0)" }
            person = try await bed.makePerson(#"{"name":"\#(name)"}"#, as: admin)
        }
    }

    @Test func `what an administrator deletes leaves the lists it was in, which tell who may see them`() async throws {
        try await NewsboardTests.run { bed, _ in
            let (ada, admin) = (try await bed.register("lost.ada"), try await bed.administrator("lost.admin"))
            let bob = try await bed.register("lost.bob")
            let subjects = try await Subjects("lost", bed, as: admin)
            let all = [
                subjects.movie, subjects.episodes[0], "M_1", subjects.season, subjects.person, subjects.show,
                subjects.episodes[1], "S_2",
            ]
            let secret = try await bed.makeList("Secret", "PRIVATE", all, as: ada)
            let open = try await bed.makeList("Open", "PUBLIC", all, as: ada)
            let ids = try await bed.entries(of: open, as: ada).reduce(into: [:]) { $0[$1.subject] = $1.id }
            let (own, others, nobodys) = (
                try await Self.follow(open, as: ada, bed), try await Self.follow(open, as: bob, bed),
                try await Self.follow(open, as: nil, bed)
            )
            let hidden = try await Self.follow(secret, as: ada, bed)
            func delete(_ kind: String, _ id: String, takes gone: [String], leaves count: Int) async throws {
                let input = #"{"id":"\#(id)","force":true}"#
                #expect(try await bed.mutate("delete\(kind)", input, "deletedId", as: admin).userError == nil)
                let told = try gone.map { "ENTRY_REMOVED \(try #require(ids[$0])) of \(count)" }
                for follower in [own, others, nobodys] {
                    var heard: [String] = []
                    for _ in gone { heard.append(try await follower()) }
                    #expect(heard == told, "\(kind)")
                }
                for _ in gone { #expect(try await hidden().hasSuffix(" of \(count)")) }
            }
            try await delete("Movie", subjects.movie, takes: [subjects.movie], leaves: 7)
            try await delete("Episode", subjects.episodes[0], takes: [subjects.episodes[0]], leaves: 6)
            try await delete("Person", subjects.person, takes: [subjects.person], leaves: 5)
            try await delete(
                "Season", subjects.season, takes: [subjects.season, subjects.episodes[1]], leaves: 3)
            try await delete("Show", subjects.show, takes: [subjects.show], leaves: 2)
            for list in [open, secret] {
                let left = try await bed.entries(of: list, as: ada)
                #expect(left.map { "\($0.subject) \($0.position)" } == ["M_1 1", "S_2 2"])
            }
        }
    }

    @Test func `a show takes entries of its seasons and episodes along`() async throws {
        try await NewsboardTests.run { bed, _ in
            let (ada, admin) = (try await bed.register("lost.whole"), try await bed.administrator("lost.whole.admin"))
            let subjects = try await Subjects("lost-whole", bed, as: admin)
            let list = try await bed.makeList(
                "Whole", "PRIVATE", [subjects.episodes[1], subjects.show, "M_1", subjects.season], as: ada)
            let ids = try await bed.entries(of: list, as: ada).map(\.id)
            let next = try await Self.follow(list, as: ada, bed)
            _ = try await bed.mutate(
                "deleteShow", #"{"id":"\#(subjects.show)","force":true}"#, "deletedId", as: admin)
            var heard: Set<String> = []
            for _ in 0..<3 { heard.insert(try await next()) }
            #expect(heard == Set([ids[0], ids[1], ids[3]].map { "ENTRY_REMOVED \($0) of 1" }))
            #expect(try await bed.entries(of: list, as: ada).map(\.position) == [1])
        }
    }

    @Test func `a viewer's own title leaves the viewer's lists`() async throws {
        try await NewsboardTests.run { bed, _ in
            let ada = try await bed.register("lost.own")
            let own = try await bed.made("addManualMovie", "movie", #"{"movie":{"title":"Own"}}"#, as: ada.token)
            let list = try await bed.makeList("Own", "PRIVATE", ["M_1", own, "S_2"], as: ada)
            let entry = try await bed.entries(of: list, as: ada)[1].id
            let next = try await Self.follow(list, as: ada, bed)
            _ = try await bed.mutate("deleteManualTitle", #"{"titleId":"\#(own)"}"#, "deletedId", as: ada.token)
            #expect(try await next() == "ENTRY_REMOVED \(entry) of 2")
            #expect(try await bed.entries(of: list, as: ada).map(\.position) == [1, 2])
        }
    }

    @Test func `who may see a list no more is told nothing of its entries`() async throws {
        try await NewsboardTests.run { bed, owner in
            let (ada, bob) = (try await bed.register("lost.shut"), try await bed.register("lost.out"))
            let movie = try OwnTitles.movie("lost-shut")
            let list = try await bed.makeList("Shut", "PUBLIC", ["M_\(movie)"], as: ada)
            let stranger = try await Self.follow(list, as: bob, bed)
            try owner.query("update lists set privacy = 'private' where id = $1", [.int(list.key)])
            try owner.query("delete from titles where id = $1", [.int(movie)])
            #expect(try await stranger() == "LIST_DELETED - of -")
            #expect(try await stranger() == "end")
        }
    }

    @Test func `lists that go with their owner's account are told to be deleted`() async throws {
        try await NewsboardTests.run { bed, _ in
            let (ada, bob) = (try await bed.register("lost.leaving"), try await bed.register("lost.staying"))
            let own = try await bed.made("addManualMovie", "movie", #"{"movie":{"title":"Own"}}"#, as: ada.token)
            _ = try await bed.makeList("Hidden", "PRIVATE", [own, "M_1"], as: ada)
            let lists = [
                try await bed.makeList("One", "PUBLIC", ["M_1"], as: ada),
                try await bed.makeList("Two", "LINK", as: ada),
            ]
            var followers: [() async throws -> String] = []
            for list in lists { followers.append(try await Self.follow(list, as: bob, bed)) }
            let deleted = try await bed.mutate(
                "deleteAccount", #"{"password":"difference engine"}"#, "__typename", as: ada.token)
            #expect(deleted.userError == nil, "\(deleted.text)")
            for next in followers {
                #expect(try await next() == "LIST_DELETED - of -")
                #expect(try await next() == "end")
            }
        }
    }

    @Test func `what its owner takes out of a list is told once`() async throws {
        try await NewsboardTests.run { bed, owner in
            let ada = try await bed.register("lost.once")
            let movie = try OwnTitles.movie("lost-once")
            let list = try await bed.makeList("Once", "PRIVATE", ["M_1", "S_2", "M_\(movie)"], as: ada)
            let ids = try await bed.entries(of: list, as: ada).map(\.id)
            let next = try await Self.follow(list, as: ada, bed)
            _ = try await bed.remove(["M_1"], from: list, as: ada)
            try owner.query("delete from titles where id = $1", [.int(movie)])
            #expect(try await next().hasPrefix("ENTRY_REMOVED \(ids[0]) "))
            #expect(try await next() == "ENTRY_REMOVED \(ids[2]) of 1")
        }
    }

    @Test func `a title in many lists is told in parts that PostgreSQL can tell`() async throws {
        try await NewsboardTests.run { bed, owner in
            let ada = try await bed.register("lost.many")
            let movie = try OwnTitles.movie("lost-many")
            let first: Int64 = 9_100_000_000_000_000_000
            try owner.execute(
                """
                insert into lists (id, owner_id, name, slug)
                  select \(first) + n, \(ada.key), 'Many', 'many-' || n from generate_series(1, 400) n;
                insert into list_entries (list_id, owner_id, title_id, order_key)
                  select \(first) + n, \(ada.key), \(movie), 'a' from generate_series(1, 400) n
                """)
            let followed = ([1, 150, 151, 400] as [Int64]).map { "L_\(first + $0)" }
            var followers: [() async throws -> String] = []
            for list in followed { followers.append(try await Self.follow(list, as: ada, bed)) }
            try owner.query("delete from titles where id = $1", [.int(movie)])
            for (list, next) in zip(followed, followers) {
                let heard = try await next()
                #expect(heard.hasPrefix("ENTRY_REMOVED I_\(list.key)_") && heard.hasSuffix(" of 0"), "\(heard)")
            }
        }
    }
}
