import GraphQL
import Testing

@Suite struct SchemaPrinterTests {
    /// Texts in the printer's own form.
    @Test(arguments: [
        """
        type Query {
          movies(first: Int = 20, by: Order = {field: YEAR, up: true}, tags: [String!]! = ["a", "b"]): [Movie!]!
        }

        type Movie implements Node & Dated {
          id: ID!
          year: Int
          genre: String @deprecated
        }

        interface Node {
          id: ID!
        }

        interface Dated {
          year: Int
        }

        enum Field {
          YEAR
          TITLE @deprecated(reason: "Say \\"YEAR\\".")
        }

        input Order {
          field: Field
          up: Boolean = false
        }

        union Title = Movie

        scalar Date @specifiedBy(url: "https://dates.example")

        input By @oneOf {
          id: ID
          slug: String
        }
        """,
        #"""
        """Films and more."""
        schema {
          query: Reading
        }

        """Price."""
        directive @cost(
          """As a number."""
          weight: Float = 1.5

          """Why."""
          note: String
        ) repeatable on OBJECT | FIELD_DEFINITION

        """
        Two
        lines.
        """
        type Reading {
          """First."""
          a: Int

          """Second."""
          b(
            """Depth."""
            c: Int
          ): Int
          d: Int
        }
        """#,
    ])
    func `a schema is printed as it was defined`(sdl: String) throws {
        #expect(try Schema(sdl: sdl).printed == sdl)
    }

    @Test func `root types of the default names need no schema definition`() throws {
        let schema = try Schema(sdl: "schema { query: Query } type Query { a: Int }")
        #expect(schema.printed == "type Query {\n  a: Int\n}")
    }

    @Test func `a type of a default root name that is no root type needs one`() throws {
        let sdl = "schema {\n  query: Query\n}\n\ntype Query {\n  a: Int\n}\n\ntype Mutation {\n  a: Int\n}"
        #expect(try Schema(sdl: sdl).printed == sdl)
    }

    @Test(arguments: [
        ("Float = 3", "3"), ("Float = 1e21", "1e+21"), ("Float = 0.00000010", "1e-7"), ("ID = \"007\"", "\"007\""),
        ("ID = \"42\"", "42"), ("ID = -1", "-1"), ("[Int] = 1", "[1]"), ("In = {}", "{a: 1}"),
        ("Any = {x: [A, \"b\"]}", "{x: [A, \"b\"]}"), ("String = null", "null"),
    ])
    func `defaults are printed as their types read them`(argument: String, literal: String) throws {
        let schema = try Schema(sdl: "type Query { f(x: \(argument)): Int } input In { a: Int = 1 } scalar Any")
        let definition = try #require(schema.type("Query")?.field("f")?.argument("x"))
        #expect(schema.printedDefault(of: definition) == literal)
    }

    @Test func `a default that does not fit stands as written`() throws {
        let schema = try Schema.build(parse(Source("type Query { f(x: Int = 1.5): Int }")))
        #expect(schema.printed == "type Query {\n  f(x: Int = 1.5): Int\n}")
    }

    @Test(arguments: [
        ("\" leading space\"", "\"\"\" leading space\"\"\""), (#""tab\tinside""#, "\"\"\"tab\tinside\"\"\""),
        (#""\nblank first""#, #""\nblank first""#), (#""blank last\n""#, #""blank last\n""#),
        (#""  all\n  indented""#, #""  all\n  indented""#), (#""bell \u0007""#, #""bell \u0007""#),
        ("\"\"", "\"\"\"\"\"\""),
    ])
    func `a description a block string cannot hold is quoted`(written: String, printed: String) throws {
        let schema = try Schema(sdl: "\(written) type Query { a: Int }")
        #expect(schema.printed == "\(printed)\ntype Query {\n  a: Int\n}")
    }
}
