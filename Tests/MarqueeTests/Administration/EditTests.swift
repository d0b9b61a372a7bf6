import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct EditTests {
    /// Changes a movie on condition of what was read; the error, or nil.
    private static func retitle(
        _ bed: AccountTestBed, _ id: String, to title: String, ifUpdatedAt moment: String, as token: String
    ) async throws -> String? {
        try await bed.mutate(
            "updateMovie", #"{"id":"\#(id)","movie":{"title":"\#(title)"},"ifUpdatedAt":"\#(moment)"}"#, "movie { id }",
            as: token
        ).userError
    }

    private static func updatedAt(_ bed: AccountTestBed, _ id: String) async throws -> String {
        let movie = try await bed.answer("{ node(id: \"\(id)\") { ... on Movie { updatedAt } } }")
        return movie["data"]?["node"]?["updatedAt"]?.string ?? ""
    }

    @Test func `of two administrators who edit what both have read, the second is told`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.administrator("edit.ada")
            let bob = try await bed.administrator("edit.bob")
            let id = try await bed.makeMovie(#"{"title":"Shared"}"#, as: ada)
            let read = try await Self.updatedAt(bed, id)
            #expect(try await Self.retitle(bed, id, to: "Ada's", ifUpdatedAt: read, as: ada) == nil)
            #expect(
                try await Self.retitle(bed, id, to: "Bob's", ifUpdatedAt: read, as: bob) == "CONFLICT input.ifUpdatedAt"
            )
            #expect(try await bed.read(id, "... on Movie { title }") == #"{"title":"Ada's"}"#)
            let again = try await Self.updatedAt(bed, id)
            #expect(again != read)
            #expect(try await Self.retitle(bed, id, to: "Bob's", ifUpdatedAt: again, as: bob) == nil)
        }
    }

    @Test func `of many who edit at the same moment exactly one wins`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("edit.crowd")
            let id = try await bed.makeMovie(#"{"title":"Crowd of Editors"}"#, as: admin)
            let read = try await Self.updatedAt(bed, id)
            let errors = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await Self.retitle(bed, id, to: "Editor \(number)", ifUpdatedAt: read, as: admin)
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(errors.filter { $0 == nil }.count == 1)
            #expect(errors.filter { $0 == "CONFLICT input.ifUpdatedAt" }.count == 5)
        }
    }

    @Test func `a change of credits or keys alone is a change of the title`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("edit.parts")
            let id = try await bed.makeMovie(#"{"title":"Parts"}"#, as: admin)
            let read = try await Self.updatedAt(bed, id)
            _ = try await bed.mutate(
                "updateMovie", #"{"id":"\#(id)","movie":{"keywords":["parts"]}}"#, "movie { id }", as: admin)
            #expect(
                try await Self.retitle(bed, id, to: "Later", ifUpdatedAt: read, as: admin)
                    == "CONFLICT input.ifUpdatedAt")
        }
    }

    @Test func `the moment of change goes forward even when the earlier transaction writes last`() throws {
        let (early, late) = (try AccountDatabase.owner(), try AccountDatabase.owner())
        try early.execute("insert into titles (kind, slug, title, sort_title) values ('movie', 'clock', 'C', 'c')")
        let text = "update titles set tagline = 'x' where slug = 'clock' returning updated_at::text"
        try early.execute("begin; select now()")
        let first = try late.query(text).text(0, 0)
        let second = try early.query(text).text(0, 0)
        try early.execute("commit")
        #expect(first < second)
    }

    @Test func `seasons, episodes and people are edited under the same condition`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("edit.kinds")
            let show = try await bed.makeShow(#"{"title":"Edited Kinds"}"#, as: admin)
            let season = try await bed.makeSeason(
                #"{"showId":"\#(show)","season":{"number":1},"episodes":[{"number":1}]}"#, as: admin)
            let episode = try #require(
                try ownersTexts("select 'E_' || id from episodes where season_id = $1", [.int(season.key)]).first)
            let person = try await bed.makePerson(#"{"name":"Edited"}"#, as: admin)
            for (mutation, id, data) in [
                ("updateSeason", season, #""season":{"title":"X"}"#),
                ("updateEpisode", episode, #""episode":{"title":"X"}"#),
                ("updatePerson", person, #""person":{"birthPlace":"X"}"#),
            ] {
                let old = #"{"id":"\#(id)",\#(data),"ifUpdatedAt":"2001-01-01T00:00:00Z"}"#
                let refused = try await bed.mutate(mutation, old, "userErrors { code }", as: admin)
                #expect(refused.userError == "CONFLICT input.ifUpdatedAt", "\(mutation)")
                let new = #"{"id":"\#(id)",\#(data),"ifUpdatedAt":"2099-01-01T00:00:00Z"}"#
                let done = try await bed.mutate(mutation, new, "userErrors { code }", as: admin)
                #expect(done.userError == nil, "\(mutation)")
            }
        }
    }

    @Test func `who is no administrator any more is told so`() async throws {
        try await AccountTestBed.run { bed in
            let token = try await bed.administrator("edit.former")
            try AccountDatabase.owner().execute(
                """
                alter table accounts disable trigger user;
                update accounts set role = 'user' where user_id = (select id from users where username = 'edit.former');
                alter table accounts enable trigger user
                """)
            let deleted = try await bed.mutate("deleteGenre", #"{"id":"G_2"}"#, "deletedId", as: token)
            #expect(deleted.userError == "FORBIDDEN" || deleted.codes == ["FORBIDDEN"], "\(deleted.text)")
        }
    }
}
