import Testing

/// Questions that several requests ask at the same time.
@Suite struct SearchTogetherTests {
    private static let document = """
        query ($query: String!) {
          search(query: $query, first: 5) { didYouMean nodes { ... on Title { slug } ... on Person { name } } } }
        """

    /// Found by few names, by many, by none; misspelt; with what arrays and `tsquery` quote; without a letter.
    private static let questions = [
        "The Matrix", "godfather", "akira kurosawa", "the", "zzzzzzzzzz", "matrx", "o'b", "\\\\", "{a,\\\"b\\\"}", "NULL", "黒澤明",
        "%", "´", "breaking b",
    ]

    @Test func `each gets its own answer, and one statement reads them all`() async throws {
        let (alone, together, sent) = try await CatalogueTestBed.run { bed in
            @Sendable func ask(_ question: String) async throws -> String {
                try await bed.answer(Self.document, "{\"query\": \"\(question)\"}")
            }
            var alone: [String] = []
            for question in Self.questions { alone.append(try await ask(question)) }
            let before = bed.statementsSent["search_reading"] ?? 0
            let together = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for (place, question) in Self.questions.enumerated() {
                    group.addImmediateTask { (place, try await ask(question)) }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            return (alone, together, (bed.statementsSent["search_reading"] ?? 0) - before)
        }
        for (place, answer) in alone.enumerated() {
            #expect(!answer.contains("errors"), "\(answer)")
            #expect(together[place] == answer)
        }
        #expect(Set(alone).count > 6)
        #expect(sent == 1)
    }

    @Test func `a question that finds nothing is read once, though it is tried again`() async throws {
        let sent = try await CatalogueTestBed.run { bed in
            _ = try await bed.answer(Self.document, "{\"query\": \"zzzzzzzzzz\"}")
            return bed.statementsSent["search_reading"]
        }
        #expect(sent == 1)
    }
}
