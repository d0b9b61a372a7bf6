import GraphQL
import Testing

@Suite struct SchemaCoordinateTests {
    @Test(arguments: [
        ("Movie", "NamedType"), ("Query.movie", "Field"), ("Query.movie(id:)", "FieldArgument"),
        ("In.year", "InputField"),
        ("Kind.MOVIE", "EnumValue"), ("@auth", "Directive"), ("@auth(role:)", "DirectiveArgument"), ("Show", nil),
        ("Show.title", nil), ("Movie.name", nil), ("Query.movie(slug:)", nil), ("Query.film(id:)", nil),
        ("In.year(id:)", nil), ("@skp", nil), ("@skp(if:)", nil), ("@auth(if:)", nil),
        ("@skip(if:)", "DirectiveArgument"),
    ])
    func `a coordinate points to what it names`(coordinate: String, kind: String?) throws {
        let schema = try Schema(
            sdl: """
                type Query { movie(id: ID): Movie } type Movie { title: String } enum Kind { MOVIE } input In { year: Int }
                directive @auth(role: Kind, filter: In) on OBJECT
                """)
        #expect(try schema.resolve(coordinate: coordinate)?.kind == kind)
    }

    @Test func `what is no coordinate is a syntax error`() throws {
        let schema = try Schema(sdl: "type Query { a: Int }")
        #expect(throws: GraphQLError.self) { try schema.resolve(coordinate: "Query.a.b") }
    }
}
