import GraphQL
import Testing

@Suite struct SDLRulesTests {
    /// A text, the rule it breaks, and the complaint with its places.
    static let broken: [(rule: String, sdl: String, message: String, places: [[Int]])] = [
        (
            "LoneSchemaDefinitionRule", "schema { query: Q }\nschema { query: Q }",
            "Must provide only one schema definition.", [[2, 1]]
        ),
        (
            "UniqueOperationTypesRule", "schema { query: Q }\nextend schema { query: Q }",
            "There can be only one query type in schema.", [[1, 10], [2, 17]]
        ),
        (
            "UniqueTypeNamesRule", "scalar Date\nenum Date { A }", "There can be only one type named \"Date\".",
            [[1, 8], [2, 6]]
        ),
        (
            "UniqueEnumValueNamesRule", "enum Kind { MOVIE }\nextend enum Kind { MOVIE }",
            "Enum value \"Kind.MOVIE\" can only be defined once.", [[1, 13], [2, 20]]
        ),
        (
            "UniqueFieldDefinitionNamesRule", "input Filter { text: Int, text: String }",
            "Field \"Filter.text\" can only be defined once.", [[1, 16], [1, 27]]
        ),
        (
            "UniqueArgumentDefinitionNamesRule", "type Query { a(first: Int, first: Int): Int }",
            "Argument \"Query.a(first:)\" can only be defined once.", [[1, 16], [1, 28]]
        ),
        (
            "UniqueDirectiveNamesRule", "directive @auth on OBJECT\ndirective @auth on ENUM",
            "There can be only one directive named \"@auth\".", [[1, 12], [2, 12]]
        ),
        (
            "KnownTypeNamesRule", "type Query implements Dted { a(b: [Strin!]): Int } interface Dated { a: Int }",
            "Unknown type \"Dted\". Did you mean \"Dated\"?", [[1, 23]]
        ),
        ("KnownDirectivesRule", "type Query @auth { a: Int }", "Unknown directive \"@auth\".", [[1, 12]]),
        (
            "KnownDirectivesRule", "extend input Filter { text: Int @oneOf }",
            "Directive \"@oneOf\" may not be used on INPUT_FIELD_DEFINITION.", [[1, 33]]
        ),
        (
            "UniqueDirectivesPerLocationRule",
            "directive @a on OBJECT\ntype Query @a { b: Int }\nextend type Query @a",
            "The directive \"@a\" can only be used once at this location.", [[2, 12], [3, 19]]
        ),
        (
            "PossibleTypeExtensionsRule", "scalar Date\nextend enum Date { A }",
            "Cannot extend non-enum type \"Date\".",
            [[1, 1], [2, 1]]
        ),
        (
            "PossibleTypeExtensionsRule", "scalar Date\nextend scalar Dat @a",
            "Cannot extend type \"Dat\" because it is not defined. Did you mean \"Date\"?", [[2, 15]]
        ),
        (
            "KnownArgumentNamesOnDirectivesRule", "type Query { a: Int @deprecated(reson: \"b\") }",
            "Unknown argument \"reson\" on directive \"@deprecated\". Did you mean \"reason\"?", [[1, 33]]
        ),
        (
            "UniqueArgumentNamesRule", "scalar Date @specifiedBy(url: \"a\", url: \"b\")",
            "There can be only one argument named \"url\".", [[1, 26], [1, 36]]
        ),
        (
            "UniqueInputFieldNamesRule", "input A { b: A = {b: null, b: null} }",
            "There can be only one input field named \"b\".", [[1, 19], [1, 28]]
        ),
        (
            "ProvidedRequiredArgumentsOnDirectivesRule", "scalar Date @specifiedBy",
            "Directive \"@specifiedBy\" argument \"url\" of type \"String!\" is required, but it was not provided.",
            [[1, 13]]
        ),
    ]

    @Test(arguments: broken)
    func `a broken rule says what and where`(
        rule: String, sdl: String, message: String, places: [[Int]]
    ) throws {
        let errors = Schema.validateSDL(try parse(Source(sdl)), rules: [rule])
        let locations = places.map { SourceLocation(line: $0[0], column: $0[1]) }
        #expect(errors.first == GraphQLError(message, locations: locations))
    }

    /// What an extension of `type Query { a: Int } enum Kind { MOVIE }` may not say again.
    @Test(arguments: [
        ("schema @a { mutation: Kind }", "Cannot define a new schema within a schema extension."),
        ("extend schema { query: Query }", "Type for query already defined in the schema. It cannot be redefined."),
        (
            "type Query { b: Int }",
            "Type \"Query\" already exists in the schema. It cannot also be defined in this type definition."
        ),
        (
            "extend enum Kind { MOVIE }",
            "Enum value \"Kind.MOVIE\" already exists in the schema. It cannot also be defined in this type extension."
        ),
        (
            "extend type Query { a: Int }",
            "Field \"Query.a\" already exists in the schema. It cannot also be defined in this type extension."
        ),
        ("directive @skip on FIELD", "Directive \"@skip\" already exists in the schema. It cannot be redefined."),
        ("extend input Kind { a: Int }", "Cannot extend non-input object type \"Kind\"."),
    ])
    func `an extension defines nothing again`(sdl: String, message: String) throws {
        let base = try Schema(sdl: "type Query { a: Int } enum Kind { MOVIE }")
        #expect(Schema.validateSDL(try parse(Source(sdl)), extending: base).first?.message == message)
    }

    @Test func `repeatable directives may be repeated`() throws {
        let sdl =
            "directive @tag(name: String!) repeatable on OBJECT type Query @tag(name: \"a\") @tag(name: \"b\") { a: Int }"
        #expect(Schema.validateSDL(try parse(Source(sdl))).isEmpty)
    }
}
