import GraphQL
import Testing

@Suite struct SchemaBuilderTests {
    @Test func `types, their members and their wrappers are read`() throws {
        let schema = try Schema(
            sdl: """
                "Reading." type Query { node(id: ID!, depth: Int = 3): Node titles: [Title!]! }
                interface Node { id: ID! }
                type Movie implements Node { id: ID! year: Int }
                type Show implements Node { id: ID! }
                union Title = Movie | Show
                """)
        let query = try #require(schema.rootType(.query))
        #expect(query.description == "Reading.")
        let node = try #require(query.field("node"))
        #expect(schema.print(node.type) == "Node")
        #expect(node.arguments.map(\.name) == ["id", "depth"])
        #expect(node.arguments.map(\.isRequired) == [true, false])
        #expect(node.argument("depth")?.defaultValue == .int(3))
        #expect(query.field("titles").map { schema.print($0.type) } == "[Title!]!")
        let possible = try #require(schema.type("Title")).id
        #expect(schema.possibleTypes(possible).map { schema[$0].name } == ["Movie", "Show"])
        #expect(schema.rootType(.mutation) == nil)
    }

    @Test func `built-in scalars are there only where they are used`() throws {
        let schema = try Schema(sdl: "type Query { rating: Float }")
        #expect(schema.types.map(\.name).prefix(4) == ["Query", "Float", "Boolean", "String"])
        #expect(schema.type("Int") == nil)
        #expect(schema.type("Boolean")?.builtInScalar == .boolean)
    }

    @Test func `built-in directives are there unless they are defined anew`() throws {
        let schema = try Schema(sdl: "type Query { a: Int } directive @deprecated(until: String) on FIELD_DEFINITION")
        #expect(schema.directives.map(\.name) == ["deprecated", "include", "skip", "specifiedBy", "oneOf"])
        #expect(schema.directive("deprecated")?.arguments.map(\.name) == ["until"])
    }

    @Test func `the schema definition names root types and has a description`() throws {
        let schema = try Schema(
            sdl: """
                extend schema { mutation: Writing }
                "Films." schema { query: Reading }
                type Reading { a: Int } type Writing { b: Int } type Subscription { c: Int }
                """)
        #expect(schema.description == "Films.")
        #expect(schema.rootType(.query)?.name == "Reading")
        #expect(schema.rootType(.mutation)?.name == "Writing")
        #expect(schema.rootType(.subscription) == nil)
    }

    @Test func `extensions add to their types`() throws {
        let schema = try Schema(
            sdl: """
                extend type Query implements Dated @mark { year: Int }
                extend enum Kind { SHOW }
                extend union Title = Show
                extend input Filter { kind: Kind = SHOW }
                extend scalar Date @specifiedBy(url: "https://dates.example")
                directive @mark on OBJECT
                interface Dated { year: Int }
                type Query { a(filter: Filter = {}): Title date: Date }
                enum Kind { MOVIE } union Title = Movie input Filter { text: String } scalar Date
                type Movie { id: ID } type Show { id: ID }
                """)
        #expect(schema.type("Query")?.fields.map(\.name) == ["a", "date", "year"])
        #expect(schema.type("Query")?.directives.map(\.name) == ["mark"])
        #expect(schema.type("Kind")?.enumValues.map(\.name) == ["MOVIE", "SHOW"])
        #expect(schema.type("Title")?.members.map { schema[$0].name } == ["Movie", "Show"])
        #expect(schema.type("Date")?.specifiedByURL == "https://dates.example")
        let filter = InputObject([InputField("kind", .enumeration("SHOW"))])
        #expect(schema.type("Query")?.field("a")?.argument("filter")?.defaultValue == .object(filter))
    }

    @Test func `a schema extended later keeps the places of its types`() throws {
        let first = try Schema(sdl: "type Query { a: String }")
        let second = try first.extended(by: "extend type Query { b: Genre } type Genre { rank: Float }")
        #expect(second.types.prefix(first.types.count).map(\.name) == first.types.map(\.name))
        #expect(second.types.dropFirst(first.types.count).map(\.name) == ["Genre", "Float"])
        #expect(second.type("Query")?.fields.map(\.name) == ["a", "b"])
        #expect(first.type("Query")?.fields.map(\.name) == ["a"])
    }

    @Test func `a type of a default root name that comes with an extension is no root type`() throws {
        let schema = try Schema(sdl: "type Query { a: Int }").extended(by: "type Mutation { a: Int }")
        #expect(schema.rootType(.mutation) == nil)
    }

    @Test func `defaults fill in the defaults of fields they leave out, in order of definition`() throws {
        let schema = try Schema(
            sdl: """
                type Query { a(page: Page = {size: 5}): Int }
                input Page { from: From = {} size: Int tags: [String!]! = "new" }
                input From { cursor: ID = 7, price: Float = 2 }
                """)
        let from = InputObject([InputField("cursor", .string("7")), InputField("price", .float(2))])
        let page = InputObject([
            InputField("from", .object(from)), InputField("size", .int(5)), InputField("tags", .list([.string("new")])),
        ])
        #expect(schema.type("Query")?.field("a")?.argument("page")?.defaultValue == .object(page))
    }

    @Test func `defaults that need themselves have no value, those beside them do`() throws {
        let sdl =
            "type Query { a(x: A = {}, y: A = {b: null}): Int } input A { b: B = {} } input B { a: A = {}, c: Int = 1 }"
        let schema = try Schema.build(parse(Source(sdl)))
        let arguments = try #require(schema.type("Query")?.field("a")?.arguments)
        #expect(arguments[0].defaultValue == nil)
        #expect(!arguments[0].isRequired)
        #expect(arguments[1].defaultValue == .object(InputObject([InputField("b", .null)])))
        #expect(schema.type("B")?.inputField("c")?.defaultValue == .int(1))
    }

    @Test func `directives on definitions keep their arguments, coerced and with defaults`() throws {
        let schema = try Schema(
            sdl: """
                directive @cost(weight: Float!, kind: Kind = BASE, note: String) repeatable on FIELD_DEFINITION
                enum Kind { BASE PEAK }
                type Query { a: Int @cost(weight: 3) @cost(weight: 1.5, kind: PEAK) }
                """)
        let applied = try #require(schema.type("Query")?.field("a")?.directives)
        #expect(applied.map(\.name) == ["cost", "cost"])
        #expect(
            applied.map(\.arguments.fields) == [
                [InputField("weight", .float(3)), InputField("kind", .enumeration("BASE"))],
                [InputField("weight", .float(1.5)), InputField("kind", .enumeration("PEAK"))],
            ])
    }

    @Test func `deprecation is read from fields, arguments, input fields and enum values`() throws {
        let schema = try Schema(
            sdl: """
                type Query { a(x: Int @deprecated(reason: "y")): Int @deprecated b(i: In): E }
                input In { old: Int @deprecated(reason: "new") }
                enum E { OLD @deprecated(reason: \"\"\"
                  gone
                \"\"\") NEW }
                """)
        let field = try #require(schema.type("Query")?.field("a"))
        #expect(field.deprecationReason == "No longer supported")
        #expect(field.argument("x")?.deprecationReason == "y")
        #expect(schema.type("In")?.inputField("old")?.deprecationReason == "new")
        #expect(schema.type("E")?.enumValues.map(\.deprecationReason) == ["gone", nil])
    }

    @Test func `all errors are thrown together, in order of the text`() {
        let error = #expect(throws: SchemaErrors.self) {
            try Schema(sdl: "type Query { a: Movy\n b: Int @hidden }\ntype Movie { id: ID }\ntype Movie { title: ID }")
        }
        #expect(
            error?.errors == [
                GraphQLError(
                    "Unknown type \"Movy\". Did you mean \"Movie\"?",
                    locations: [SourceLocation(line: 1, column: 17)]),
                GraphQLError("Unknown directive \"@hidden\".", locations: [SourceLocation(line: 2, column: 9)]),
                GraphQLError(
                    "There can be only one type named \"Movie\".",
                    locations: [SourceLocation(line: 3, column: 6), SourceLocation(line: 4, column: 6)]),
            ])
        #expect(error?.description.hasPrefix("Unknown type \"Movy\". Did you mean \"Movie\"? (1:17)\n\n") == true)
    }

    @Test func `a syntax error is thrown alone`() {
        let error = #expect(throws: SchemaErrors.self) { try Schema(sdl: "type { }") }
        #expect(error?.errors.map(\.message) == ["Syntax Error: Expected Name, found \"{\"."])
    }
}
