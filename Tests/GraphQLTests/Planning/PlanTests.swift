import GraphQL
import Testing

@Suite struct PlanTests {
    private static let sdl = """
        type Query { movie: Movie movies: [Movie!]! any: Any }
        type Movie { title: String sequel: Movie tags: [String!] }
        type Person { movies: [Movie] }
        union Any = Movie | Person
        """

    @Test(arguments: [
        ("{ movie { title sequel { title } } }", false), ("{ movies { title } }", true),
        ("{ movie { sequel { tags } } }", true), ("{ any { ... on Movie { title } } }", false),
        ("{ any { ... on Person { movies { title } } } }", true), ("{ __typename }", false),
    ])
    func `an operation knows whether it asks for a list anywhere`(document: String, hasLists: Bool) throws {
        #expect(try Engine(plain: Schema(sdl: Self.sdl)).prepare(Source(document)).hasLists == hasLists)
    }
}
