import GraphQL
import GraphQLFuzzing
import Testing

@Suite struct SeedsTests {
    @Test(arguments: Surface.allCases)
    func `every surface has seeds`(surface: Surface) {
        #expect(!Seeds()[surface].isEmpty)
    }

    @Test(arguments: Surface.allCases)
    func `seeds as they are keep what must hold`(surface: Surface) async throws {
        var accepted = 0
        for seed in Seeds()[surface] where try await surface.check(seed.text, seed) { accepted += 1 }
        #expect(accepted > 0)
    }

    @Test func `texts of recorded cases come to the surfaces that read them`() throws {
        let file = Array(
            #"""
            {
              "schemas": {"s": ["type Query { a(b: Int): Int }", "extend type Query { c: Int }"]},
              "cases": [
                {"source": "\"lexed\""},
                {"schema": "s", "document": "query ($b: Int) { a(b: $b) }", "variables": {"b": 1}},
                {"sdl": "scalar S"}, {"sources": ["scalar A", "scalar B"]}, {"literal": "[1]", "type": "[Int]"},
                {"coordinate": "Query.a"}, {"value": {"x": 1.50}}
              ]
            }
            """#.utf8)
        var seeds = Seeds([:])
        seeds.add(casesOf: try JSONReader.value(of: file.span))
        let texts = { (surface: Surface) in seeds[surface].map { String(decoding: $0.text, as: UTF8.self) } }
        #expect(texts(.lexer) == ["\"lexed\"", "query ($b: Int) { a(b: $b) }", "scalar S"])
        #expect(
            texts(.sdl)
                == [
                    "type Query { a(b: Int): Int }", "extend type Query { c: Int }", "scalar S", "scalar A", "scalar B",
                ])
        #expect(texts(.validation) == ["query ($b: Int) { a(b: $b) }"])
        #expect(texts(.variables) == [#"{"b":1}"#])
        #expect(texts(.value) == ["[1]"])
        #expect(texts(.type) == ["[Int]"])
        #expect(texts(.coordinate) == ["Query.a"])
        #expect(texts(.json) == [#"{"x":1.50}"#])
    }
}
