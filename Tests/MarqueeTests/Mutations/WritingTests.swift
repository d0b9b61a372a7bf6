import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// Viewers write about what somebody else deletes at the same moment.
@Suite struct WritingTests {
    @Test(arguments: [
        ("rate", #""subjectId":"ID","stars":4"#, "subjectId"),
        ("saveReview", #""subjectId":"ID","body":"Good""#, "subjectId"),
        ("markEpisodeWatched", #""episodeId":"ID""#, "episodeId"),
        ("markEpisodeWatched", #""episodeId":"ID","idempotencyKey":"k""#, "episodeId"),
    ])
    func `what was just deleted is not found`(mutation: String, input: String, field: String) async throws {
        try await AccountTestBed.run { bed in
            let viewer = try await bed.register("writing.\(bed.unique())")
            let episodes = try Self.show(of: 2)
            let other = try AccountDatabase.owner()
            try other.execute("begin; delete from episodes where id = \(episodes[0])")
            let own = "{\(input.replacing("ID", with: "E_\(episodes[0])"))}"
            async let written = bed.mutate(mutation, own, "__typename", as: viewer.token)
            try await bed.waitUntilBlocked(by: other)
            try other.execute("commit")
            let answer = try await written
            #expect(answer.userError == "NOT_FOUND input.\(field)", "\(answer.text)")
        }
    }

    @Test(arguments: ["", #","idempotencyKey":"k""#])
    func `what would come next and was just deleted does not`(key: String) async throws {
        try await AccountTestBed.run { bed in
            let viewer = try await bed.register("writing.\(bed.unique())")
            let episodes = try Self.show(of: 3)
            let other = try AccountDatabase.owner()
            try other.execute("begin; delete from episodes where id = \(episodes[1])")
            async let marked = bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_\#(episodes[0])"\#(key)}"#, "__typename", as: viewer.token)
            try await bed.waitUntilBlocked(by: other)
            try other.execute("commit")
            let answer = try await marked
            #expect(answer.userError == nil && answer.codes == [], "\(answer.text)")
            let next = "select next_episode_id from viewing_runs where user_id = $1"
            #expect(try ownersTexts(next, [.int(viewer.key)]) == ["\(episodes[2])"])
        }
    }

    /// The keys of the aired episodes of a new show.
    private static func show(of count: Int) throws -> [Int64] {
        let owner = try AccountDatabase.owner()
        let show = try owner.query(
            """
            insert into titles (kind, slug, title, sort_title) values ('show', 'written-' || gen_random_uuid(), 'W', 'w')
            returning id
            """
        ).int(0, 0)
        let season = try owner.query("insert into seasons (show_id, number) values ($1, 1) returning id", [.int(show)])
        let made = try owner.query(
            """
            insert into episodes (show_id, season_id, season_number, number, air_date)
            select $1, $2, 1, n, '2020-01-01' from generate_series(1, $3::integer) n returning id
            """, [.int(show), .int(season.int(0, 0)), .int(count)])
        return (0..<made.count).map { made.int($0, 0) }
    }
}
