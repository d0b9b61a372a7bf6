import GraphQL
import Testing

@Suite struct SchemaChecksTests {
    /// What each text lacks, all of it.
    @Test(arguments: [
        ("type Movie { id: ID }", ["Query root type must be provided."]),
        ("scalar Query", ["Query root type must be Object type, it cannot be Query."]),
        (
            "schema { query: Query mutation: In } type Query { a: Int } input In { a: Int }",
            ["Mutation root type must be Object type if provided, it cannot be In."]
        ),
        (
            "schema { query: Query mutation: Query } type Query { a: Int }",
            ["All root types must be different, \"Query\" type is used as query and mutation root types."]
        ),
        ("type Query", ["Type Query must define one or more fields."]),
        (
            "type Query { __a(__b: Int): Int }",
            ["__a", "__b"].map {
                "Name \"\($0)\" must not begin with \"__\", which is reserved by GraphQL introspection."
            }
        ),
        (
            "type Query { a(q: [Query!]): In! } input In { q: Query }",
            [
                "The type of Query.a must be Output Type but got: In!.",
                "The type of Query.a(q:) must be Input Type but got: [Query!].",
                "The type of In.q must be Input Type but got: Query.",
            ]
        ),
        (
            "type Query { a(b: Int! @deprecated): Int } input In { c: Int! @deprecated }",
            [
                "Required argument Query.a(b:) cannot be deprecated.",
                "Required input field In.c cannot be deprecated.",
            ]
        ),
        (
            "type Query { a: Int } union U = Query | Query | S scalar S enum E input In union V",
            [
                "Union type U can only include type Query once.",
                "Union type U can only include Object types, it cannot include S.",
                "Enum type E must define one or more values.",
                "Input Object type In must define one or more fields.",
                "Union type V must define one or more member types.",
            ]
        ),
        (
            "type Query { a: Int } input By @oneOf { id: ID! slug: String = \"a\" }",
            [
                "OneOf input field By.id must be nullable.",
                "OneOf input field By.slug cannot have a default value.",
            ]
        ),
    ])
    func `types, roots and members are checked`(sdl: String, messages: [String]) throws {
        #expect(try Schema.build(parse(Source(sdl))).check().map(\.message) == messages)
    }

    @Test(arguments: [
        ("implements In { a: Int }", "Type Query must only implement Interface types, it cannot implement In."),
        ("implements I & I { id: ID! }", "Type Query can only implement I once."),
        ("implements J { id: ID! }", "Type Query must implement I because it is implemented by J."),
        ("implements I { a: Int }", "Interface field I.id expected but Query does not provide it."),
        ("implements I { id: ID }", "Interface field I.id expects type ID! but Query.id is type ID."),
        (
            "implements K & I { id: ID! k: [Query!] }",
            "Interface field argument K.k(n:) expected but Query.k does not provide it."
        ),
        (
            "implements K { k(n: Int!): Query }",
            "Interface field K.k expects type [I] but Query.k is type Query."
        ),
        (
            "implements K & I { id: ID! k(n: Int!): [Query!]! }",
            "Interface field argument K.k(n:) expects type Int but Query.k(n:) is type Int!."
        ),
        (
            "implements I { id(by: In!): ID! }",
            "Argument \"Query.id(by:)\" must not be required type \"In!\" if not provided by the Interface field \"I.id\"."
        ),
        (
            "implements I { id: ID! @deprecated }",
            "Interface field I.id is not deprecated, so implementation field Query.id must not be deprecated."
        ),
    ])
    func `a type keeps what its interfaces promise`(query: String, message: String) throws {
        let sdl = """
            type Query \(query) input In { a: Int }
            interface I { id: ID! } interface J implements I { id: ID! } interface K { k(n: Int): [I] }
            """
        #expect(try Schema.build(parse(Source(sdl))).check().first?.message == message)
    }

    @Test func `a narrower type and further optional arguments keep a promise`() throws {
        let schema = try Schema(
            sdl: """
                type Query implements Node { self(depth: Int, deep: Int! = 1): [Query!]! id: ID! }
                interface Node { self(depth: Int): [Node] id: ID }
                """)
        #expect(schema.check().isEmpty)
    }

    @Test func `interfaces do not implement each other in a circle`() throws {
        let sdl = "type Query { a: I } interface I implements J { a: Int } interface J implements I { a: Int }"
        #expect(
            try Schema.build(parse(Source(sdl))).check().map(\.message) == [
                "Type I cannot implement J because it would create a circular reference.",
                "Type J cannot implement I because it would create a circular reference.",
            ])
    }

    @Test func `input objects that need themselves are found, each circle once`() throws {
        let sdl = """
            type Query { a(x: A): Int }
            input A { b: B! self: [A!]! }
            input B { a: A! b: B! maybe: A }
            """
        let errors = try Schema.build(parse(Source(sdl))).check()
        #expect(
            errors == [
                GraphQLError(
                    "Invalid circular reference. The Input Object A references itself via the non-null fields: A.b, B.a.",
                    locations: [SourceLocation(line: 2, column: 11), SourceLocation(line: 3, column: 11)]),
                GraphQLError(
                    "Invalid circular reference. The Input Object B references itself in the non-null field B.b.",
                    locations: [SourceLocation(line: 3, column: 17)]),
            ])
    }

    @Test func `defaults that need themselves are found`() throws {
        let sdl = """
            type Query { a(x: A): Int }
            input A { b: B = {} ends: A = {b: null, ends: null} }
            input B { a: [A] = [{}] }
            """
        #expect(
            try Schema.build(parse(Source(sdl))).check() == [
                GraphQLError(
                    "Invalid circular reference. The default value of Input Object field A.b references itself via the "
                        + "default values of: B.a.",
                    locations: [SourceLocation(line: 2, column: 18), SourceLocation(line: 3, column: 20)])
            ])
    }

    @Test(arguments: [
        ("Int = 1.5", "has invalid default value: Int cannot represent non-integer value: 1.5", 21),
        (
            "[Int!] = [1, null]",
            "has invalid default value at [1]: Expected value of non-null type \"Int!\" not to be null.", 28
        ),
        (
            "Kind = MOVY",
            "has invalid default value: Value \"MOVY\" does not exist in \"Kind\" enum. Did you mean the enum value "
                + "\"MOVIE\"?", 22
        ),
        (
            "In = {year: \"a\"}",
            "has invalid default value: Expected value of type \"In\" to include required field \"id\", found: "
                + "{year: \"a\"}.", 20
        ),
        (
            "In = {id: 1, yaer: 2}",
            "has invalid default value: Expected value of type \"In\" not to include unknown field \"yaer\". Did you mean "
                + "\"year\"? Found: {id: 1, yaer: 2}.", 20
        ),
        ("By = {}", "has invalid default value: Exactly one key must be specified for OneOf type \"By\".", 20),
    ])
    func `a default fits its type`(argument: String, complaint: String, column: Int) throws {
        let sdl = """
            type Query { a(x: \(argument)): Int } enum Kind { MOVIE SHOW }
            input In { id: ID! year: Int } input By @oneOf { a: Int b: Int }
            """
        let error = try #require(try Schema.build(parse(Source(sdl))).check().first)
        #expect(error.message == "Query.a(x:) \(complaint)")
        #expect(error.locations == [SourceLocation(line: 1, column: column + 4)])
    }

    @Test func `arguments of directives on definitions fit their types`() throws {
        let sdl = """
            directive @cost(weight: String!, by: [Int]) on FIELD_DEFINITION
            type Query { a: Int @cost(weight: 5, by: [1, A]) b: Int @cost(weight: "5") }
            """
        #expect(
            try Schema.build(parse(Source(sdl))).check() == [
                GraphQLError(
                    "Argument \"@cost(weight:)\" has invalid value: String cannot represent a non string value: 5",
                    locations: [SourceLocation(line: 2, column: 35)]),
                GraphQLError(
                    "Argument \"@cost(by:)\" has invalid value at [1]: Int cannot represent non-integer value: A",
                    locations: [SourceLocation(line: 2, column: 46)]),
            ])
    }

    @Test func `thousands of equal members name a bounded number of places`() throws {
        let members = Array(repeating: "A", count: 3_000).joined(separator: " | ")
        let errors = try Schema.build(parse(Source("type Query { a: U } type A { b: Int } union U = \(members)")))
            .check()
        #expect(errors.count == 7)
        #expect(errors[0].message == "Union type U can only include type A once.")
        #expect(errors[0].locations.count == 3_000)
        #expect(errors[0].locations.last == SourceLocation(line: 1, column: 49 + 4 * 2_999))
        #expect(errors[6].message == "Too many validation errors, error limit reached. Validation aborted.")
    }
}
