import GraphQL
import Testing

@testable import Marquee

@Suite struct ExternalIDChangeTests {
    @Test func `a key belongs to one object of a kind, and who has it is told`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("external.taken")
            let id = try await bed.makeMovie(#"{"title":"Holder","externalIds":{"tmdb":9800001}}"#, as: admin)
            let payload = try await bed.mutate(
                "createMovie",
                #"{"movie":{"title":"Second","genres":["war"],"externalIds":{"imdb":"tt9800009","tmdb":9800001}}}"#,
                "movie { id }", as: admin)
            #expect(payload.userError == "CONFLICT input.movie.externalIds.tmdb")
            #expect(payload["userErrors"]?.array?.first?["existing"]?["id"]?.string == id)
            #expect(try ownersTexts("select count(*) from titles where title = 'Second'") == ["0"])
            _ = try await bed.makeShow(#"{"title":"Other kind","externalIds":{"tmdb":9800001}}"#, as: admin)
        }
    }

    @Test func `a key may be set again where it is, and moves when it was cleared`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("external.moves")
            let from = try await bed.makeMovie(#"{"title":"From","externalIds":{"tmdb":9800002}}"#, as: admin)
            for data in [#"{"externalIds":{"tmdb":9800002}}"#, #"{"externalIds":{"tmdb":null}}"#] {
                let payload = try await bed.mutate(
                    "updateMovie", #"{"id":"\#(from)","movie":\#(data)}"#, "movie { id }", as: admin)
                #expect(payload.userError == nil)
            }
            _ = try await bed.makeMovie(#"{"title":"To","externalIds":{"tmdb":9800002}}"#, as: admin)
        }
    }

    @Test func `of two who claim a key at once one has it`() async throws {
        try await AccountTestBed.run { bed in
            let admin = try await bed.administrator("external.race")
            let errors = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        try await bed.mutate(
                            "createMovie", #"{"movie":{"title":"Claim \#(number)","externalIds":{"tmdb":9800003}}}"#,
                            "movie { id }", as: admin
                        ).userError
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(errors.filter { $0 == nil }.count == 1)
            #expect(errors.filter { $0 == "CONFLICT input.movie.externalIds.tmdb" }.count == 3)
        }
    }
}
