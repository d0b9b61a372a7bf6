import GraphQL
import Testing

@testable import Marquee

/// What is answered from a hit itself, and what its object is looked up for.
@Suite struct SearchHitTests {
    /// The nodes of a search, and whether titles and people were looked up.
    private func nodes(
        _ query: String, _ selection: String, types: String = "MOVIE, SHOW, PERSON", languages: String = ""
    ) async throws -> (nodes: [JSONValue], titles: Bool, people: Bool) {
        try await CatalogueTestBed.run { bed in
            let document = "{ search(query: \"\(query)\", types: [\(types)]) { nodes { __typename \(selection) } } }"
            let text = try await bed.answer(document, languages: languages)
            let nodes = try JSONReader.value(of: Array(text.utf8).span)["data"]?["search"]?["nodes"]?.array
            let sent = bed.statementsSent
            return (try #require(nodes, "\(text)"), sent["titles_by_id"] != nil, sent["people_by_id"] != nil)
        }
    }

    private static let known = "... on Title { id kind title releaseDate } ... on Person { id name }"

    @Test(arguments: ["the", "a", "kurosawa", "the matrix", "sherlock", "al"])
    func `what a hit knows is what its title or person says`(query: String) async throws {
        let fromHits = try await nodes(query, Self.known)
        #expect(!fromHits.nodes.isEmpty && !fromHits.titles && !fromHits.people)
        let lookedUp = try await nodes(
            query, "\(Self.known) ... on Title { year } ... on Person { birthDate }")
        #expect(lookedUp.titles || lookedUp.people)
        let same = lookedUp.nodes.map { node in
            JSONValue.object((node.object ?? []).filter { !["year", "birthDate"].contains($0.name) }).text
        }
        #expect(fromHits.nodes.map(\.text) == same)
    }

    @Test func `only what asks for more is looked up`() async throws {
        let ofTitles = try await nodes("al", "... on Title { id year } ... on Person { name }")
        #expect(ofTitles.titles && !ofTitles.people)
        let ofPeople = try await nodes("al", "... on Title { title } ... on Person { name birthDate }")
        #expect(!ofPeople.titles && ofPeople.people)
        #expect(ofTitles.nodes.map { $0["__typename"]?.string } == ofPeople.nodes.map { $0["__typename"]?.string })
    }

    @Test func `edges have the objects that nodes have, from either end`() async throws {
        let types = "types: [MOVIE, SHOW, PERSON]"
        let text = try await answer(
            """
            { first: search(query: "alexander", \(types), first: 50) { nodes { \(Self.known) } edges { node { \(Self.known) } } }
              last: search(query: "alexander", \(types), last: 50) { nodes { \(Self.known) } } }
            """)
        let data = try #require(try JSONReader.value(of: Array(text.utf8).span)["data"], "\(text)")
        let nodes = try #require(data["first"]?["nodes"]?.array).map(\.text)
        #expect(3..<50 ~= nodes.count)
        #expect(data["first"]?["edges"]?.array?.compactMap { $0["node"]?.text } == nodes)
        #expect(data["last"]?["nodes"]?.array?.map(\.text) == nodes)
    }

    @Test func `episodes stand between titles and people in their places`() async throws {
        let all = try await nodes(
            "pilot", "... on Title { id } ... on Person { id } ... on Episode { id title }",
            types: "MOVIE, SHOW, PERSON, EPISODE")
        #expect(all.nodes.contains { $0["__typename"]?.string == "Episode" })
        #expect(all.nodes.allSatisfy { ($0["__typename"]?.string == "Episode") == ($0["title"]?.string != nil) })
    }

    @Test func `a title is told in the language that is asked for`() async throws {
        let plain = try await nodes("ordet", Self.known)
        let danish = try await nodes("ordet", Self.known, languages: "da")
        #expect(!plain.titles && danish.titles && !danish.people)
        let argued = try await nodes("ordet", "... on Title { plain: title title(language: \"da\") }")
        #expect(plain.nodes.first?["title"]?.string == "The Word")
        #expect(danish.nodes.first?["title"]?.string == "Ordet")
        #expect(argued.nodes.first?.text == #"{"__typename":"Movie","plain":"The Word","title":"Ordet"}"#)
    }
}
