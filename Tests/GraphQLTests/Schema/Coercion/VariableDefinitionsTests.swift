import GraphQL
import Testing

@Suite struct VariableDefinitionsTests {
    let schema: Schema

    init() throws {
        schema = try Schema(
            sdl: """
                type Query { a(i: Int, f: Float, s: String, b: Boolean, d: ID, k: Kind, n: In, o: By, j: Stars): Int }
                enum Kind { MOVIE SHOW }
                input In { size: Int = 20 tags: [String!] deep: In id: ID! }
                input By @oneOf { id: ID slug: String }
                scalar Stars
                """,
            scalars: [
                "Stars": { value throws(GraphQLError) in
                    guard case .float(let stars) = value, (0.5...5).contains(stars) else {
                        throw GraphQLError("Expected 0.5 to 5.")
                    }
                    return value
                }
            ])
    }

    private func coerce(_ declarations: String, _ json: String) throws -> [String: InputValue] {
        let document = try parse(Source("query (\(declarations)) { a }"))
        let operation = try #require(document.root.firstChild(.operationDefinition))
        let provided = try JSONReader.value(of: Array(json.utf8).span)
        return try VariableDefinitions(of: operation, schema: schema).coerce(provided)
    }

    private func messages(_ declarations: String, _ json: String) -> [String] {
        do {
            _ = try coerce(declarations, json)
            return []
        } catch {
            return (error as? VariableErrors)?.errors.map(\.message) ?? ["\(error)"]
        }
    }

    @Test(
        arguments: [
            ("Int", "1.0", .int(1)), ("Int", "2e3", .int(2000)), ("Float", "1", .float(1)), ("ID", "7", .string("7")),
            ("ID", "9007199254740993", .string("9007199254740993")), ("String", "\"\"", .string("")),
            ("Kind", "\"SHOW\"", .enumeration("SHOW")), ("[Kind]", "\"SHOW\"", .list([.enumeration("SHOW")])),
            ("[[Int]]", "[[1], 2, null]", .list([.list([.int(1)]), .list([.int(2)]), .null])), ("Int", "null", .null),
            ("Stars", "0.5", .float(0.5)),
        ] as [(String, String, InputValue)])
    func `values are read as their types want them`(type: String, json: String, value: InputValue) throws {
        #expect(try coerce("$v: \(type)", "{\"v\": \(json)}") == ["v": value])
    }

    @Test(arguments: [
        ("Int", "2147483648", "2147483648; Int cannot represent non 32-bit signed integer value: 2147483648"),
        ("Int", "1.50", "1.5; Int cannot represent non-integer value: 1.5"),
        ("Int", "\"1\"", "\"1\"; Int cannot represent non-integer value: \"1\""),
        ("Float", "\"1\"", "\"1\"; Float cannot represent non numeric value: \"1\""),
        ("Float", "1e999", "1e999; Float cannot represent non numeric value: 1e999"),
        ("String", "1e21", "1e+21; String cannot represent a non string value: 1e+21"),
        ("Boolean", "0", "0; Boolean cannot represent a non boolean value: 0"),
        ("ID", "1.5", "1.5; ID cannot represent value: 1.5"),
        ("Kind", "1", "1; Enum \"Kind\" cannot represent non-string value: 1."),
        (
            "Kind", "\"SHOWS\"",
            "\"SHOWS\"; Value \"SHOWS\" does not exist in \"Kind\" enum. Did you mean the enum value \"SHOW\"?"
        ),
        ("[Int!]", "[1, null]", "null at \"v[1]\"; Expected non-nullable type \"Int!\" not to be null."),
        ("In", "{}", "{}; Field \"id\" of required type \"ID!\" was not provided."),
        ("In", "{\"id\": 1, \"deep\": {\"id\": true}}", "true at \"v.deep.id\"; ID cannot represent value: true"),
        (
            "In", "{\"id\": 1, \"Size\": 2}",
            "{ id: 1, Size: 2 }; Field \"Size\" is not defined by type \"In\". Did you mean \"size\"?"
        ),
        ("In", "[[[[1]]]]", "[[[[Array]]]]; Expected type \"In\" to be an object."),
        (
            "In", "[1,2,3,4,5,6,7,8,9,10,11]",
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... 1 more item]; Expected type \"In\" to be an object."
        ),
        ("By", "{}", "{}; Exactly one key must be specified for OneOf type \"By\"."),
        ("By", "{\"id\": null}", "null at \"v.id\"; Field \"id\" must be non-null."),
        ("Stars", "9", "9; Expected 0.5 to 5."),
    ])
    func `a value that does not fit is shown with its place and the reason`(
        type: String, json: String, complaint: String
    ) {
        #expect(messages("$v: \(type)", "{\"v\": \(json)}") == ["Variable \"$v\" got invalid value \(complaint)"])
    }

    @Test func `what is not given is absent, its default, or an error`() throws {
        #expect(try coerce("$a: Int, $b: Int = 2, $c: Int! = 3", "{}") == ["b": .int(2), "c": .int(3)])
        #expect(try coerce("$b: Int = 2", "{\"b\": null, \"more\": 1}") == ["b": .null])
        #expect(messages("$a: Int!", "null") == ["Variable \"$a\" of required type \"Int!\" was not provided."])
        #expect(
            messages("$c: Int! = 3", "{\"c\": null}") == ["Variable \"$c\" of non-null type \"Int!\" must not be null."]
        )
    }

    @Test func `all errors are reported, each at its variable's definition, up to fifty`() throws {
        let error = #expect(throws: VariableErrors.self) { try coerce("$a: Int!, $b: [Query!]", "{}") }
        #expect(
            error?.errors == [
                GraphQLError(
                    "Variable \"$b\" expected value of type \"[Query!]\" which cannot be used as an input type.",
                    locations: [SourceLocation(line: 1, column: 22)], extensions: [.code(.badUserInput)]),
                GraphQLError(
                    "Variable \"$a\" of required type \"Int!\" was not provided.",
                    locations: [SourceLocation(line: 1, column: 8)], extensions: [.code(.badUserInput)]),
            ])
        let many = messages("$a: [Int!]", "{\"a\": [\((1...60).map { _ in "null" }.joined(separator: ","))]}")
        #expect(many.count == 51)
        #expect(many.last == "Too many errors processing variables, error limit reached. Execution aborted.")
    }

    @Test func `a large value makes neither many errors nor a large message`() {
        let members = (0..<20_000).map { "\"field\($0)\": 1" }.joined(separator: ",")
        let found = messages("$v: In", "{\"v\": {\(members)}}")
        #expect(found.count == 51)
        #expect(found.allSatisfy { $0.utf8.count < 5_000 })
        #expect(found.first?.contains("…; Field \"id\" of required type") == true)
    }
}
