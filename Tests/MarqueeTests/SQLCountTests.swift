import Testing

@Suite struct SQLCountTests {
    /// How many statements a document costs, whatever number of objects it reads: `$first` is tried with 1 and 50.
    private static let costs: [(document: String, statements: Int)] = [
        ("query ($first: Int) { movies(first: $first) { nodes { id title ratings { average } } } }", 1),
        (
            """
            query ($first: Int) { movies(first: $first) { totalCount nodes { title genres { name } directors { name }
              cast(first: 3) { nodes { character person { name } } } } } }
            """, 6
        ),
        (
            """
            query ($first: Int) { shows(first: $first) { nodes { title seasons { number
              episodes(first: $first) { totalCount nodes { title next { title } } } } } } }
            """, 5
        ),
        (
            """
            query ($first: Int) { movies(first: $first) { nodes { cast(first: 1) { nodes { person { name
              credits(first: $first) { nodes { title { title genres { name } } } } } } } } } }
            """, 6
        ),
        (
            """
            query ($first: Int) { shows(first: $first) { nodes { nextEpisodeToAir { title } lastEpisodeAired { title }
              externalIds { imdb } keywords { name } creators { name knownFor { title } } } } }
            """, 7
        ),
    ]

    @Test(arguments: costs)
    func `the number of statements does not depend on the breadth of an answer`(
        document: String, statements: Int
    ) async throws {
        try await CatalogueTestBed.run { bed in
            for first in [1, 50] {
                let before = bed.statementsSent
                let text = try await bed.answer(document, "{\"first\":\(first)}")
                let sent = bed.statementsSent.merging(before) { $0 - $1 }.filter { $0.value > 0 }
                #expect(!text.contains("errors"), "\(text.prefix(500))")
                #expect(sent.values.reduce(0, +) == statements, "first: \(first) sent \(sent)")
            }
        }
    }
}
