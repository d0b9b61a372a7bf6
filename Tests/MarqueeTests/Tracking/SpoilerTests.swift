import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct SpoilerTests {
    init() throws { try TrackedTitles.make() }

    @Test(arguments: [
        ("AUTO", "AUTO", true), ("AUTO", "SHOW", true), ("AUTO", "HIDE", false), ("SHOW", "AUTO", true),
        ("SHOW", "HIDE", false),
        ("HIDE", "AUTO", false), ("HIDE", "SHOW", true),
    ])
    func `what was watched is shown as settings and argument say`(
        setting: String, argument: String, isShown: Bool
    ) async throws {
        try await AccountTestBed.run { bed in
            let account = try await bed.register("spoilers.\(setting).\(argument)")
            _ = try await bed.mutate(
                "updateSettings", "{\"settings\":{\"spoilers\":\"\(setting)\"}}", "__typename", as: account.token)
            _ = try await bed.mutate("markEpisodeWatched", #"{"episodeId":"E_5011"}"#, "__typename", as: account.token)
            let document = """
                { watched: episode(id: "E_5011") { overview(spoilers: \(argument)) still(spoilers: \(argument)) { url } }
                  other: episode(id: "E_5012") { overview(spoilers: \(argument)) } }
                """
            let answer = try await bed.answer(document, as: account.token)
            #expect(answer["data"]?["watched"]?["overview"]?.string == (isShown ? "It begins." : nil))
            #expect((answer["data"]?["watched"]?["still"] != .null) == isShown)
            let showsAll = argument == "SHOW" || setting == "SHOW" && argument == "AUTO"
            #expect(answer["data"]?["other"]?["overview"]?.string == (showsAll ? "It goes on." : nil))
            let stranger = try await bed.answer(document)
            #expect(stranger["data"]?["other"]?["overview"]?.string == (argument == "HIDE" ? nil : "It goes on."))
        }
    }
}
