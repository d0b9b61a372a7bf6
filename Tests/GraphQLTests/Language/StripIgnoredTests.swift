import GraphQL
import Testing

@Suite struct StripIgnoredTests {
    @Test(arguments: [
        ("", ""),
        ("\u{FEFF} { a, b } # end", "{a b}"),
        ("query Q ( $a : [ I ! ] ! = 1 ) @d { a }", "query Q($a:[I!]!=1)@d{a}"),
        ("{ a ... on T { b } ...F }", "{a ...on T{b}...F}"),
        ("[1, -2, \"a\" \"b\", $c]", #"[1 -2 "a" "b"$c]"#),
        ("\"\"\"\n   a\n     b\n\"\"\" type T", "\"\"\"\na\n  b\"\"\" type T"),
        ("\"\"\"\n\n  ends in quote\"\n\"\"\"", "\"\"\"ends in quote\"\n\"\"\""),
    ])
    func `only what means something stays`(text: String, expected: String) throws {
        #expect(try stripIgnoredCharacters(Source(text)) == expected)
    }

    @Test func `what is no token is refused`() {
        #expect(throws: GraphQLError.self) { try stripIgnoredCharacters(Source("{ a ^ }")) }
    }
}
