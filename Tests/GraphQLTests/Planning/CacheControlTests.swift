import GraphQL
import Testing

@Suite struct CacheControlTests {
    private static let sdl = """
        enum CacheScope { PUBLIC PRIVATE }
        directive @cacheControl(maxAge: Int!, scope: CacheScope! = PUBLIC) on FIELD_DEFINITION | OBJECT
        directive @auth on FIELD_DEFINITION | OBJECT
        type Query {
          movie: Movie @cacheControl(maxAge: 100) chart: [Movie!] @cacheControl(maxAge: 50) plain: Movie
          secret: Int @cacheControl(maxAge: 100) @auth own: Int @cacheControl(maxAge: 100, scope: PRIVATE)
          any: Any @cacheControl(maxAge: 100) never: Int @cacheControl(maxAge: 0)
        }
        type Movie @cacheControl(maxAge: 80) {
          title: String sequel: Movie rating: Int @cacheControl(maxAge: 10) review: Review
          genre: Genre @cacheControl(maxAge: 60) note: String @auth
          mine: String @cacheControl(maxAge: 5, scope: PRIVATE)
        }
        type Review { text: String }
        type Genre { name: String }
        type Guarded @cacheControl(maxAge: 100) @auth { x: Int }
        union Any = Movie | Review | Guarded
        type Mutation { movie: Movie @cacheControl(maxAge: 100) }
        """

    @Test(arguments: [
        ("{ movie { title } }", 100), ("{ movie { sequel { title } } }", 80), ("{ movie { rating } }", 10),
        ("query ($no: Boolean = false) { movie { title rating @include(if: $no) } }", 10),
        ("{ movie { genre { name } } }", 60), ("{ a: movie { title } chart { title } __typename }", 50),
        ("{ any { ... on Movie { sequel { title } } } }", 80),
        ("{ __schema { queryType { fields { name } } } }", 300), ("{ __type(name: \"Movie\") { name } }", 300),
        ("{ __schema { description } movie { rating } }", 10),
    ])
    func `the least age of all fields counts`(document: String, maxAge: Int) throws {
        #expect(try control(document)?.maxAge == maxAge)
    }

    @Test(arguments: [
        "{ plain { title } }", "{ movie { review { text } } }", "{ movie { title } plain { title } }", "{ secret }",
        "{ own }", "{ movie { note } }", "{ movie { mine } }", "{ never }", "{ __typename }",
        "{ __schema { description } plain { title } }", "mutation { movie { title } }",
        "{ any { ... on Guarded { x } } }",
    ])
    func `what lacks the directive, is private or guarded is not reused`(document: String) throws {
        #expect(try control(document) == nil)
    }

    @Test func `the names of root fields are told, not their aliases`() throws {
        let control = try control("{ a: movie { title } b: movie { title } chart { title } }")
        #expect(control?.rootFields == ["movie", "chart"])
    }

    private func control(_ document: String) throws -> CacheControl? {
        try Engine(plain: Schema(sdl: Self.sdl)).prepare(Source(document)).cacheControl
    }
}
