import GraphQL
import TestSupport
import Testing

@testable import Marquee

/// Search under questions that are made up by chance, over the sample catalogue.
@Suite struct SearchRandomTests {
    private static let document = """
        query ($query: String!, $types: [SearchType!]!, $order: SearchOrder!, $after: String) {
          search(query: $query, types: $types, orderBy: $order, first: 7, after: $after) {
            totalCount didYouMean facets(fields: [TYPE, GENRE, DECADE, LANGUAGE]) { values { count } }
            edges { score node { __typename ... on Node { id } } } pageInfo { hasNextPage endCursor } } }
        """

    @Test(arguments: 0..<4)
    func `any text is answered, each hit once, page by page`(part: UInt64) async throws {
        try await CatalogueTestBed.run { bed in
            for seed in (part * 60)..<(part * 60 + 60) {
                try await Self.ask(RandomQuestion.text(seed: seed), seed, bed)
            }
        }
    }

    @Test func `any beginning is completed, or by nothing`() async throws {
        try await CatalogueTestBed.run { bed in
            for seed: UInt64 in 0..<150 {
                let prefix = String(String.UnicodeScalarView(RandomQuestion.text(seed: seed).unicodeScalars.prefix(60)))
                guard !prefix.allSatisfy(\.isWhitespace) else { continue }
                let variables = JSONValue.object([JSONMember("prefix", .string(prefix))]).text
                let text = try await bed.answer(
                    "query ($prefix: String!) { suggest(prefix: $prefix, first: 5) { text target { __typename } } }",
                    variables)
                let found = try JSONReader.value(of: Array(text.utf8).span)["data"]?["suggest"]?.array
                #expect((found?.count).map { $0 <= 5 } == true, "\(prefix.debugDescription): \(text)")
            }
        }
    }

    private static func ask(_ question: String, _ seed: UInt64, _ bed: CatalogueTestBed) async throws {
        var random = SplitMix(state: ~seed)
        let all = ["MOVIE", "SHOW", "PERSON", "EPISODE"]
        let types = all.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
        let order = SearchOrder.allCases.randomElement(using: &random) ?? .relevance
        var found: [String] = []
        var after = JSONValue.null
        for _ in 0..<3 {
            let variables = JSONValue.object([
                JSONMember("query", .string(question)), JSONMember("types", .array(types.map(JSONValue.string))),
                JSONMember("order", .string(order.rawValue)), JSONMember("after", after),
            ]).text
            let text = try await bed.answer(document, variables)
            let answer = try JSONReader.value(of: Array(text.utf8).span)
            let page = try #require(answer["data"]?["search"], "\(question.debugDescription): \(text)")
            #expect(answer["errors"] == nil, "\(question.debugDescription): \(text)")
            found += page["edges"]?.array?.compactMap { $0["node"]?["id"]?.string } ?? []
            if let total = page["totalCount"]?.int64 { #expect(total >= found.count, "\(question.debugDescription)") }
            guard page["pageInfo"]?["hasNextPage"]?.boolean == true, let cursor = page["pageInfo"]?["endCursor"] else {
                break
            }
            after = cursor
        }
        #expect(Set(found).count == found.count, "\(question.debugDescription)")
    }
}
