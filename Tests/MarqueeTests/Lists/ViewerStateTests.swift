import GraphQL
import Testing

@testable import Marquee

/// What `viewerState` and the statistics tell of reviews, lists and stars.
@Suite struct ViewerStateTests {
    @Test func `a title's state tells the viewer's review and the lists that hold it`() async throws {
        try await AccountTestBed.run { bed in
            let (ada, bob) = (try await bed.register("state.ada"), try await bed.register("state.bob"))
            let show = try OwnTitles.show("state-show")
            let id = "S_\(show.key)"
            let lists = try await ["One", "Two"].asyncMap { try await bed.makeList($0, "PUBLIC", [id], as: ada) }
            _ = try await bed.makeList("Without it", "PUBLIC", ["M_1"], as: ada)
            _ = try await bed.makeList("His", "PUBLIC", [id], as: bob)
            for subject in [id, "E_\(show.episodes[0])"] {
                _ = try await bed.mutate(
                    "saveReview", #"{"subjectId":"\#(subject)","body":"of \#(subject)","stars":4}"#, "review { id }",
                    as: ada.token)
            }
            let document = """
                { show(id: "\(id)") { viewerState { review { body } lists { id } }
                  episodes(first: 2) { nodes { viewerState { review { body } } } } } }
                """
            #expect(
                try await bed.answer(document, as: ada.token)["data"]?["show"]?.text == """
                    {"viewerState":{"review":{"body":"of \(id)"},"lists":[{"id":"\(lists[1])"},{"id":"\(lists[0])"}]},\
                    "episodes":{"nodes":[{"viewerState":{"review":{"body":"of E_\(show.episodes[0])"}}},{"viewerState":{"review":null}}]}}
                    """)
            let best = try await bed.answer(
                "{ viewer { statistics { topRated(first: 5) { stars subject { id } } } } }", as: ada.token)
            #expect(
                best["data"]?["viewer"]?["statistics"]?["topRated"]?.text == #"[{"stars":4,"subject":{"id":"\#(id)"}}]"#
            )
        }
    }
}
