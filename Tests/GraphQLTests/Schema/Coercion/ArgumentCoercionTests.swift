import GraphQL
import Testing

@Suite struct ArgumentCoercionTests {
    let schema: Schema

    init() throws {
        schema = try Schema(sdl: "type Query { movies(first: Int! = 20, after: ID, year: Int!): Int }")
    }

    /// The arguments of a call of `movies`, or the message and the column of what is wrong with them.
    private func arguments(_ call: String, _ variables: [String: InputValue] = [:]) throws -> String {
        let document = try parse(Source("{movies\(call)}"))
        let operation = try #require(document.root.firstChild(.operationDefinition)?.selectionSet)
        let field = try #require(operation.firstChild(.field))
        let definitions = try #require(schema.type("Query")?.field("movies")?.arguments)
        do {
            let object = try schema.coerceArguments(of: field, definitions: definitions, variables: variables)
            return object.fields.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        } catch {
            return "\(error.locations.map(\.column)) \(error.message)"
        }
    }

    @Test func `arguments come in order of definition, with defaults`() throws {
        #expect(try arguments("(year: 1999, after: 1)") == "first=int(20) after=string(\"1\") year=int(1999)")
        #expect(
            try arguments("(year: $y, first: $f, after: $a)", ["y": .int(1), "a": .null])
                == "first=int(20) after=null year=int(1)")
    }

    @Test(arguments: [
        ("(first: 1)", "[2] Argument \"year\" of required type \"Int!\" was not provided."),
        (
            "(year: $y)",
            "[15] Argument \"year\" of required type \"Int!\" was provided the variable \"$y\" which was not provided a "
                + "runtime value."
        ),
        ("(year: null)", "[15] Argument \"year\" of non-null type \"Int!\" must not be null."),
        ("(year: 1, first: $n)", "[25] Argument \"first\" of non-null type \"Int!\" must not be null."),
        ("(year: [ 1 , 2 ])", "[15] Argument \"year\" has invalid value [1, 2]."),
    ])
    func `what is wrong with an argument is told at its value`(call: String, message: String) throws {
        #expect(try arguments(call, ["n": .null]) == message)
    }
}
