import GraphQL
import Testing

@Suite struct LiteralCoercionTests {
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

    private func coerce(_ literal: String, _ type: String, _ variables: [String: InputValue] = [:]) throws
        -> InputValue?
    {
        let reference = try #require(schema.reference(parseType(Source(type)).root))
        return schema.coerce(literal: try parseValue(Source(literal)).root, as: reference, variables: variables)
    }

    @Test(
        arguments: [
            ("7", "Int", .int(7)), ("-2147483648", "Int", .int(-2_147_483_648)), ("2147483648", "Int", nil),
            ("1.0", "Int", nil), ("\"1\"", "Int", nil), ("7", "Float", .float(7)), ("1e2", "Float", .float(100)),
            ("1e999", "Float", nil), ("\"a\\u{1F3AC}\"", "String", .string("a🎬")), ("1", "String", nil),
            ("A", "String", nil), ("true", "Boolean", .boolean(true)), ("1", "Boolean", nil),
            ("12", "ID", .string("12")),
            ("\"M_1\"", "ID", .string("M_1")), ("1.5", "ID", nil), ("MOVIE", "Kind", .enumeration("MOVIE")),
            ("\"MOVIE\"", "Kind", nil), ("SERIES", "Kind", nil), ("4.5", "Stars", .float(4.5)), ("6.5", "Stars", nil),
            ("null", "Int", .null), ("null", "Int!", nil),
        ] as [(String, String, InputValue?)])
    func `leaves take the literals their types describe`(literal: String, type: String, value: InputValue?) throws {
        #expect(try coerce(literal, type) == value)
    }

    @Test(
        arguments: [
            ("[1, 2]", "[Int]", .list([.int(1), .int(2)])), ("1", "[Int]", .list([.int(1)])),
            ("1", "[[Int]]", .list([.list([.int(1)])])), ("[1, null]", "[Int]", .list([.int(1), .null])),
            ("[1, null]", "[Int!]", nil), ("[1, \"a\"]", "[Int]", nil), ("null", "[Int]", .null),
            ("[[1], 2]", "[[Int]]", .list([.list([.int(1)]), .list([.int(2)])])),
        ] as [(String, String, InputValue?)])
    func `one item stands for a list of one`(literal: String, type: String, value: InputValue?) throws {
        #expect(try coerce(literal, type) == value)
    }

    @Test func `fields of an input object come in order of definition, with defaults`() throws {
        let inner = InputObject([InputField("size", .null), InputField("id", .string("2"))])
        let outer = InputObject([
            InputField("size", .int(20)), InputField("tags", .list([.string("a")])), InputField("deep", .object(inner)),
            InputField("id", .string("1")),
        ])
        #expect(try coerce("{id: 1, deep: {id: 2, size: null}, tags: \"a\"}", "In") == .object(outer))
        #expect(try coerce("{size: 1}", "In") == nil)
        #expect(try coerce("[]", "In!") == nil)
    }

    @Test(arguments: [("{id: 1}", true), ("{id: 1, slug: \"a\"}", false), ("{}", false), ("{id: null}", false)])
    func `a oneOf object has exactly one field, not null`(literal: String, isValid: Bool) throws {
        #expect((try coerce(literal, "By") != nil) == isValid)
    }

    @Test func `variables stand for their values`() throws {
        #expect(try coerce("$a", "Int", ["a": .int(1)]) == .int(1))
        #expect(try coerce("$a", "Int") == nil)
        #expect(try coerce("$a", "Int!", ["a": .null]) == nil)
        #expect(try coerce("[$a, $b]", "[Int]", ["a": .int(1)]) == .list([.int(1), .null]))
        #expect(try coerce("[$b]", "[Int!]") == nil)
        let object = InputObject([InputField("size", .int(20)), InputField("id", .string("1"))])
        #expect(try coerce("{size: $b, tags: $b, id: $a}", "In", ["a": .string("1")]) == .object(object))
        #expect(try coerce("{id: $a}", "In") == nil)
        #expect(try coerce("{id: $a, slug: $b}", "By", ["a": .string("1")]) != nil)
    }

    @Test(
        arguments: [
            ("1", .int(1)), ("99999999999999999999", .number("99999999999999999999")), ("1.5", .float(1.5)),
            ("1e999", .number("1e999")), ("A", .enumeration("A")), ("[$a, $b]", .list([.string("x"), .null])),
            ("$b", nil),
            (
                "{a: $a, b: $b, c: {d: true}}",
                .object(
                    InputObject([
                        InputField("a", .string("x")),
                        InputField("c", .object(InputObject([InputField("d", .boolean(true))]))),
                    ]))
            ),
        ] as [(String, InputValue?)])
    func `without a type literals mean what they look like`(literal: String, value: InputValue?) throws {
        #expect(InputValue(untyped: try parseValue(Source(literal)).root, variables: ["a": .string("x")]) == value)
    }
}
