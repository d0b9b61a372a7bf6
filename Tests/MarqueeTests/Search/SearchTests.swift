import GraphQL
import Testing

@testable import Marquee

/// What people type into a search box, over the sample catalogue.
@Suite struct SearchTests {
    private static let document = """
        query ($query: String!, $types: [SearchType!]! = [MOVIE, SHOW, PERSON]) {
          search(query: $query, types: $types, first: 10) { totalCount didYouMean nodes {
            ... on Title { slug } ... on Person { name } ... on Episode { title } } } }
        """

    /// The names of the first hits, and what else the answer tells.
    private func search(
        _ query: String, types: String = "MOVIE SHOW PERSON"
    ) async throws -> (names: [String], total: Int64?, didYouMean: String?) {
        let types = types.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ",")
        let text = try await answer(Self.document, "{\"query\": \"\(query)\", \"types\": [\(types)]}")
        let page = try #require(
            try JSONReader.value(of: Array(text.utf8).span)["data"]?["search"], "\(text)")
        let names = (page["nodes"]?.array ?? []).compactMap { node in
            ["slug", "name", "title"].compactMap { node[$0]?.string }.first
        }
        return (names, page["totalCount"]?.int64, page["didYouMean"]?.string)
    }

    @Test(arguments: [
        ("The Matrix", "the-matrix"), ("the matrix", "the-matrix"), ("matrix", "the-matrix"), ("MATRIX", "the-matrix"),
        ("  the   matrix ", "the-matrix"), ("matri", "the-matrix"), ("godfather", "the-godfather"),
        ("breaking", "breaking-bad"), ("breaking b", "breaking-bad"), ("akira kurosawa", "Akira Kurosawa"),
        ("kurosawa", "Akira Kurosawa"), ("黒澤明", "Akira Kurosawa"), ("黒", "Akira Kurosawa"), ("pacino", "Al Pacino"),
        ("das wort", "spoken-word"), ("ordet", "spoken-word"), ("twin peaks", "twin-peaks"),
    ])
    func `the title or person people mean comes first`(query: String, expected: String) async throws {
        let found = try await search(query)
        #expect(found.names.first == expected, "\(found)")
        #expect(found.didYouMean == nil)
    }

    @Test(arguments: [
        ("matrx", "the-matrix", "matrix"), ("the matirx", "the-matrix", "the matrix"),
        ("godfahter", "the-godfather", "godfather"), ("goodfathr", "the-godfather", "godfather"),
        ("braeking bad", "breaking-bad", "breaking bad"), ("akria kurosava", "Akira Kurosawa", "akira kurosawa"),
        ("schindlres lits", "schindlers-list", nil), ("sherlok", "sherlock", "sherlock"),
        ("the godfather part nonsense", "the-godfather-part-ii", nil),
    ])
    func `typing errors are forgiven, and mended`(query: String, expected: String, mended: String?) async throws {
        let found = try await search(query)
        #expect(found.names.first == expected, "\(found)")
        if let mended { #expect(found.didYouMean == mended) }
    }

    @Test func `accents and case make no difference, on either side`() async throws {
        let plain = try await search("amelie")
        #expect(!plain.names.isEmpty)
        for query in ["Amélie", "AMÉLIE", "amèlie"] { #expect(try await search(query) == plain) }
    }

    @Test func `only the types that are asked for are looked through`() async throws {
        #expect(try await search("sherlock", types: "SHOW").names == ["sherlock"])
        #expect(try await search("sherlock", types: "PERSON").names.isEmpty)
        #expect(try await search("pilot", types: "EPISODE").names.allSatisfy { $0.contains("Pilot") })
        #expect(try await search("kurosawa", types: "MOVIE SHOW EPISODE").names.isEmpty)
    }

    @Test func `private titles are not found`() async throws {
        #expect(try await !search("home film").names.contains("home-film"))
        #expect(try await !search("home show").names.contains("home-show"))
    }

    @Test(arguments: [
        "%", "%%%", "_", "\\\\", "'", "!!!", "😀", "😀😀", "zzzzzzzzzzzz", "q", "a b c d e f g h i j k l m n o p q r s t",
        "http://example.com/a?b", "-1", "1e999", "ﷺ", "ש", "の", "& | ! ( ) :* <->", "a:*",
    ])
    func `whatever is asked is answered`(query: String) async throws {
        let found = try await search(query, types: "MOVIE SHOW PERSON EPISODE")
        #expect(found.total == nil || found.total.map { $0 >= found.names.count } == true)
    }

    @Test(arguments: ["\u{301}", "\u{301} \u{308}\u{301}"])
    func `accents without a letter find nothing`(query: String) async throws {
        let found = try await search(query, types: "MOVIE SHOW PERSON EPISODE")
        #expect(found.names.isEmpty && found.total == 0, "\(found)")
        let completions = try await answer("{ suggest(prefix: \"\(query)\") { text } }")
        #expect(completions == #"{"data":{"suggest":[]}}"#)
    }

    @Test func `long questions are answered, endless ones are refused`() async throws {
        _ = try await search(String(repeating: "w", count: 200))
        _ = try await search(String(repeating: "w ", count: 100))
        _ = try await search(String(repeating: "黒", count: 200))
    }
}
