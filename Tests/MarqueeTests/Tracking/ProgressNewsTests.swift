import GraphQL
import Testing

@testable import Marquee

/// `progressChanged`: the viewer's devices hear of what one of them marks.
@Suite struct ProgressNewsTests {
    init() throws { try TrackedTitles.make() }

    @Test func `each change is told with the progress as it is then, to nobody else`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("news.ada"), try await bed.register("news.bob"))
            let all = try await bed.subscribe(
                "subscription { progressChanged { show { id } watchedCount } }", as: ada.token)
            let one = try await bed.subscribe(
                #"subscription { progressChanged(showId: "S_503") { show { id } watchedCount } }"#, as: ada.token)
            func heard(_ next: () async throws -> JSONValue?) async throws -> String {
                try await next()?["data"]?["progressChanged"]?.text ?? "end"
            }
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5031"}"#, "__typename", as: bob.token)
            let marked = try await bed.mutate(
                "markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "plays { id }", as: ada.token)
            #expect(try await heard(all) == #"{"show":{"id":"S_501"},"watchedCount":1}"#)
            // What changes nothing, a film, and a show that is not begun any more are no news.
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: ada.token)
            _ = try await bed.mutate("logPlay", #"{"subjectId":"M_502"}"#, "__typename", as: ada.token)
            let play = try #require(marked["plays"]?.array?.first?["id"]?.string)
            _ = try await bed.mutate("deletePlays", "{\"playIds\":[\"\(play)\"]}", "deletedIds", as: ada.token)
            _ = try await bed.mutate("markShowWatchedUntil", #"{"showId":"S_503"}"#, "__typename", as: ada.token)
            for next in [all, one] { #expect(try await heard(next) == #"{"show":{"id":"S_503"},"watchedCount":2}"#) }
            _ = try await bed.mutate("startRewatch", #"{"showId":"S_503"}"#, "__typename", as: ada.token)
            #expect(try await heard(one) == #"{"show":{"id":"S_503"},"watchedCount":0}"#)
        }
    }

    @Test func `nobody follows without an account, and what is followed is a show`() async throws {
        try await AccountTestBed.run { bed in
            let document = #"subscription { progressChanged(showId: "M_502") { percent } }"#
            #expect(try await bed.refusals(document, as: nil) == ["UNAUTHENTICATED"])
            let account = try await bed.register("news.kind")
            let refusal = await #expect(throws: RequestErrors.self) {
                _ = try await bed.subscribe(document, as: account.token)
            }
            #expect(refusal?.errors.count == 1)
        }
    }
}
