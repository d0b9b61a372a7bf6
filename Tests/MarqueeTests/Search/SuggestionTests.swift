import Testing

@testable import Marquee

@Suite struct SuggestionTests {
    private func suggestions(_ prefix: String, _ more: String = "") async throws -> String {
        try await answer(
            "{ suggest(prefix: \"\(prefix)\", \(more)) { text type target { ... on Title { slug } ... on Person { name } } } }"
        )
    }

    @Test(arguments: [
        ("the mat", #"{"text":"The Matrix","type":"MOVIE","target":{"slug":"the-matrix"}}"#),
        ("MATR", #"{"text":"Matrix","type":"MOVIE","target":{"slug":"the-matrix"}}"#),
        ("breaking b", #"{"text":"Breaking Bad","type":"SHOW","target":{"slug":"breaking-bad"}}"#),
        ("akira kuro", #"{"text":"Akira Kurosawa","type":"PERSON","target":{"name":"Akira Kurosawa"}}"#),
        ("das wo", #"{"text":"Das Wort","type":"MOVIE","target":{"slug":"spoken-word"}}"#),
    ])
    func `what was typed so far is completed`(prefix: String, expected: String) async throws {
        #expect(try await suggestions(prefix).contains(expected))
    }

    @Test func `a letter is enough, and only as many as asked for come`() async throws {
        let text = try await suggestions("m", "first: 3")
        #expect(text.split(separator: "\"text\"").count == 4, "\(text)")
        #expect(try await suggestions("m", "types: [PERSON]").contains("\"MOVIE\"") == false)
    }

    @Test(arguments: ["%", "_", "😀", "zzzzzzzz", "の"])
    func `what nothing begins with is completed to nothing`(prefix: String) async throws {
        #expect(try await suggestions(prefix) == #"{"data":{"suggest":[]}}"#)
    }
}
