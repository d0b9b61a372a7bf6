import GraphQL
import TestSupport
import Testing

@testable import Marquee

/// What several requests look for at the same time.
@Suite struct SearchTogetherTests {
    private static let document = """
        query ($query: String!, $after: String) {
          search(query: $query, first: 1, after: $after) {
            didYouMean edges { cursor score node { ... on Node { id } } } pageInfo { hasNextPage hasPreviousPage endCursor }
          } }
        """

    /// Meant for few names, for many, for none; misspelt; with what arrays and `tsquery` quote; without a letter; twice.
    private static let questions = [
        "The Matrix", "godfather", "akira kurosawa", "the", "zzzzzzzzzz", "matrx", "o'b", "\\", "{a,\"b\"}", "NULL",
        "黒澤明",
        "%", "´", "breaking b", "The Matrix", "two words", "godfather part", "a, b", "twin peaks", "pacino",
    ]

    /// What the bed answers each question, alone and at once, and how many statements that saves to find hits.
    @discardableResult private func expectSame(
        _ questions: [String], after cursors: [String?]? = nil, _ bed: CatalogueTestBed
    ) async throws -> (answers: [String], saved: Int) {
        var sent: Int { bed.statementsSent.reduce(0) { $0 + ($1.key.hasPrefix("search_by_relevance") ? $1.value : 0) } }
        let before = sent
        @Sendable func ask(_ place: Int) async throws -> String {
            var variables = [JSONMember("query", JSONValue.string(questions[place]))]
            if let cursor = cursors?[place] { variables.append(JSONMember("after", .string(cursor))) }
            return try await bed.answer(Self.document, JSONValue.object(variables).text)
        }
        var alone: [String] = []
        for place in questions.indices { alone.append(try await ask(place)) }
        let sentAlone = sent - before
        let together = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for place in questions.indices { group.addImmediateTask { (place, try await ask(place)) } }
            return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        for (place, answer) in alone.enumerated() {
            #expect(!answer.contains("errors"), "\(questions[place].debugDescription): \(answer)")
            #expect(together[place] == answer, "\(questions[place].debugDescription)")
        }
        return (alone, 2 * sentAlone - (sent - before))
    }

    @Test func `each question gets its own answer, and page, from statements for sixteen`() async throws {
        try await CatalogueTestBed.run { bed in
            let (first, saved) = try await expectSame(Self.questions, bed)
            #expect(Set(first).count > 10)
            #expect(saved > 3)
            let distinct = Set(Self.questions).count
            // Once alone, then by sixteen.
            #expect(bed.statementsSent["search_reading"] == Self.questions.count + (distinct + 15) / 16)
            let ends = try first.map { answer in
                try JSONReader.value(of: Array(answer.utf8).span)["data"]?["search"]?["pageInfo"]
            }
            let later = zip(Self.questions, ends).filter { $1?["hasNextPage"] == JSONValue.boolean(true) }
            #expect(later.count > 2)
            let next = try await expectSame(later.map(\.0), after: later.map { $1?["endCursor"]?.string }, bed)
            #expect(next.answers.allSatisfy { $0.contains("\"hasPreviousPage\":true") })
        }
    }

    @Test func `no text spoils the answers to others`() async throws {
        try await CatalogueTestBed.run { bed in
            for part: UInt64 in 0..<4 {
                try await expectSame((part * 16..<part * 16 + 16).map { RandomQuestion.text(seed: 500 + $0) }, bed)
            }
        }
    }

    @Test func `a question that finds nothing is read once, though it is tried again`() async throws {
        let sent = try await CatalogueTestBed.run { bed in
            _ = try await bed.answer(Self.document, #"{"query": "zzzzzzzzzz"}"#)
            return bed.statementsSent["search_reading"]
        }
        #expect(sent == 1)
    }

    @Test func `who has met a title of their own may find nothing, too`() async throws {
        try await AccountTestBed.run { bed in
            let owner = try await bed.register("search.own")
            let id = "M_\(try OwnTitles.manual("search-own", of: owner))"
            let answer = try await bed.answer(
                """
                { movie(id: "\(id)") { slug }
                  search(query: "zzzzzzzzzz") { nodes { __typename } } popular(genre: "no-such") { nodes { id } } }
                """, as: owner.token)
            #expect(
                answer.text
                    == #"{"data":{"movie":{"slug":"search-own"},"search":{"nodes":[]},"popular":{"nodes":[]}}}"#)
        }
    }
}
