import GraphQL
import Testing

@Suite struct PrinterTests {
    @Test(arguments: [
        "{\n  a\n}",
        "query ($a: I) {\n  a\n}",
        "query Q($a: I = 1 @d, $b: [J!]!) @e {\n  a\n}",
        "\"d\"\nquery Q(\n\"v\"\n$a: I\n$b: J\n) {\n  a\n}",
        "mutation M {\n  a: b(c: $d, e: [1, {f: true}]) @g {\n    h\n  }\n}",
        "{\n  ...F @d\n  ... on T @d {\n    a\n  }\n  ... {\n    b\n  }\n}\n\nfragment F on T @d {\n  a\n}",
        "\"\"\"d\"\"\"\nfragment F on T {\n  a\n}",
        "\"d\"\nschema @a {\n  query: Q\n  mutation: M\n}",
        "scalar S @a",
        "type T",
        "type T implements I & J @a {\n  b(c: D = E @f): G @h\n}",
        "interface I implements J {\n  a: B\n}",
        "union U @a = B | C",
        "enum E @a {\n  \"b\"\n  B @c\n  D\n}",
        "input N @a {\n  b: C = \"d\" @e\n}",
        "directive @d(a: B) repeatable on FIELD | QUERY",
        "directive @d(\n  \"about a\"\n  a: B\n  c: D\n) on FIELD",
        "type T {\n  a(\n    \"about b\"\n    b: C\n  ): D\n}",
        "extend schema @a {\n  query: Q\n}",
        "extend scalar S @a",
        "extend type T implements I",
        "extend interface I {\n  a: B\n}",
        "extend union U = A",
        "extend enum E {\n  A\n}",
        "extend input N {\n  a: B\n}",
    ])
    func `canonical text is printed as it is`(text: String) throws {
        #expect(try parse(Source(text)).printed == text)
    }

    @Test func `arguments that would not fit a line of 80 get lines of their own`() throws {
        let short = "{\n  fieldOfFifteen(first: \"\(String(repeating: "x", count: 44))\", second: 2)\n}"
        #expect(try parse(Source(short)).printed == short)
        let long = "{ fieldOfFifteen(first: \"\(String(repeating: "x", count: 45))\", second: 2) }"
        #expect(
            try parse(Source(long)).printed
                == "{\n  fieldOfFifteen(\n    first: \"\(String(repeating: "x", count: 45))\"\n    second: 2\n  )\n}")
    }

    @Test(arguments: [
        "type T", "interface I", "enum E", "input N @a", "extend schema @a", "extend type T implements I",
    ])
    func `a query behind a type without members keeps its keyword`(type: String) throws {
        let text = "\(type)\n\nquery {\n  a\n}\n\n{\n  b\n}"
        #expect(try parse(Source(text)).printed == text)
    }

    @Test func `a long name without arguments gets no parentheses`() throws {
        let text = "{\n  \(String(repeating: "x", count: 81))\n}"
        #expect(try parse(Source(text)).printed == text)
    }

    @Test(arguments: [
        (#""a\u0007\u0009\u0022\u005c\u{7F}é😀\/""#, #""a\u0007\t\"\\\u007Fé😀/""#),
        ("\"\"\"one line\"\"\"", "\"\"\"one line\"\"\""),
        ("\"\"\" leading space\"\"\"", "\"\"\" leading space\"\"\""),
        ("\"\"\"two\nlines\"\"\"", "\"\"\"\ntwo\nlines\n\"\"\""),
        ("\"\"\"first\n  indented\"\"\"", "\"\"\"\nfirst\nindented\n\"\"\""),
        ("\"\"\"\nends with \"quote\"\n\"\"\"", "\"\"\"\nends with \"quote\"\n\"\"\""),
        ("\"\"\"\nends with \\\n\"\"\"", "\"\"\"\nends with \\\n\"\"\""),
        (#""""has \""" inside""""#, #""""has \""" inside""""#),
    ])
    func `strings are written with the escapes they need`(text: String, expected: String) throws {
        #expect(try parseValue(Source(text)).printed == expected)
    }

    @Test func `long block strings go on lines of their own`() throws {
        let long = String(repeating: "x", count: 71)
        #expect(try parseValue(Source("\"\"\"\(long)\"\"\"")).printed == "\"\"\"\n\(long)\n\"\"\"")
    }

    @Test(arguments: [
        (" Movie ", "Movie"), ("Movie . title", "Movie.title"), ("Query.movie ( id : )", "Query.movie(id:)"),
        ("@ skip", "@skip"), ("@skip (if:)", "@skip(if:)"),
    ])
    func `coordinates are printed without white space`(text: String, expected: String) throws {
        #expect(try parseSchemaCoordinate(Source(text)).printed == expected)
    }

    /// Documents with something of everything, for properties that hold for all.
    static let samples = [
        #"query Q($a: [I!]! = [1, "x"] @d) { a: b(c: {d: $a, e: """f"#
            + "\n   g\n     h\"\"\"}) @i(j: 1.5e3) { ...F ... on T { k } } } fragment F on T { l }",
        "\"\"\"\n  d \\\"\"\" \n\n e\n\"\"\" type T implements I & J @x { \"f\" a(b: C = {d: [null, true]} @e): [G!]! @h }",
        "enum E { \"\\u{1F600}\" A \"\"\" b\"\"\" B } union U = | A | B directive @d(a: B) repeatable on FIELD",
    ]

    @Test(arguments: samples)
    func `what is printed reads as the same tree`(text: String) throws {
        let printed = try parse(Source(text)).printed
        let again = try parse(Source(printed))
        #expect(again.printed == printed)
        #expect(again.root.meaning == (try parse(Source(text)).root.meaning))
    }

    @Test(arguments: samples)
    func `stripping changes no meaning and happens once`(text: String) throws {
        let stripped = try stripIgnoredCharacters(Source(text))
        #expect(try stripIgnoredCharacters(Source(stripped)) == stripped)
        #expect(try parse(Source(stripped)).root.meaning == parse(Source(text)).root.meaning)
    }
}

extension Syntax {
    /// Kinds, flags and what strings mean, however it is written.
    fileprivate var meaning: String {
        let inner = children.map(\.meaning).joined(separator: " ")
        return
            "\(kind)\(flags.rawValue)\(inner.isEmpty ? ":" + stringValue.filter { !"{}[]".contains($0) } : "(\(inner))")"
    }
}
