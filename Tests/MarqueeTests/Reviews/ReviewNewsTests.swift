import GraphQL
import Testing

@testable import Marquee

@Suite struct ReviewNewsTests {
    @Test func `a new review is told to who follows its subject or its show, an edit to nobody`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.register("reviewnews.ada")
            let show = try OwnTitles.show("reviewnews")
            func follow(_ id: String) async throws -> () async throws -> JSONValue? {
                try await bed.subscribe("subscription { reviewAdded(subjectId: \"\(id)\") { body subject { id } } }")
            }
            let ofShow = try await follow("S_\(show.key)")
            let ofEpisode = try await follow("E_\(show.episodes[0])")
            func write(_ body: String, _ id: String) async throws {
                _ = try await bed.mutate(
                    "saveReview", #"{"subjectId":"\#(id)","body":"\#(body)"}"#, "review { id }", as: ada.token)
            }
            let ids = ["S_\(show.key)", "N_\(show.season)", "E_\(show.episodes[0])"]
            for id in ids {
                try await write("One.", id)
                try await write("Two.", id)
            }
            for id in ids {
                let review = try await ofShow()?["data"]?["reviewAdded"]
                #expect(review?.text == #"{"body":"Two.","subject":{"id":"\#(id)"}}"#)
            }
            #expect(try await ofEpisode()?["data"]?["reviewAdded"]?["subject"]?["id"]?.string == ids[2])
        }
    }

    @Test(arguments: ["M_999999", "S_1", "G_1", "", "L_5"])
    func `what is not there cannot be followed`(id: String) async throws {
        try await AccountTestBed.run { bed in
            let refusal = await #expect(throws: RequestErrors.self) {
                _ = try await bed.subscribe("subscription { reviewAdded(subjectId: \"\(id)\") { id } }")
            }
            #expect(refusal?.errors.count == 1)
        }
    }
}
