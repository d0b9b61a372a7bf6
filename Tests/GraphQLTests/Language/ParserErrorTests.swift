import GraphQL
import Testing

@Suite struct ParserErrorTests {
    @Test(arguments: [
        ("", "Unexpected <EOF>.", 1),
        ("{", "Expected Name, found <EOF>.", 2),
        ("{}", #"Expected Name, found "}"."#, 2),
        ("{ a } }", #"Unexpected "}"."#, 7),
        ("{ a: }", #"Expected Name, found "}"."#, 6),
        ("{ a() }", #"Expected Name, found ")"."#, 5),
        ("{ a(b) }", #"Expected ":", found ")"."#, 6),
        ("{ a(b: ) }", #"Unexpected ")"."#, 8),
        (#"{ a "s" }"#, #"Expected Name, found String "s"."#, 5),
        (#"{ a """b""" }"#, #"Expected Name, found BlockString "b"."#, 5),
        ("querry { a }", #"Unexpected Name "querry"."#, 1),
        ("query () { a }", #"Expected "$", found ")"."#, 8),
        ("query ($a: I = $b) { a }", #"Unexpected variable "$b" in constant value."#, 16),
        ("query Q", #"Expected "{", found <EOF>."#, 8),
        ("fragment on on T { a }", #"Unexpected Name "on"."#, 10),
        ("fragment F { a }", #"Expected "on", found "{"."#, 12),
        ("{ ...on }", #"Expected Name, found "}"."#, 9),
        ("type T {}", #"Expected Name, found "}"."#, 9),
        ("type T implements A B { a: C }", #"Unexpected Name "B"."#, 21),
        ("schema @a", #"Expected "{", found <EOF>."#, 10),
        ("schema { querry: Q }", #"Unexpected Name "querry"."#, 10),
        ("union U =", "Expected Name, found <EOF>.", 10),
        ("enum E { true }", #"Name "true" is reserved and cannot be used for an enum value."#, 10),
        ("directive @d on FIELDS", #"Unexpected Name "FIELDS"."#, 17),
        ("directive d on FIELD", #"Expected "@", found Name "d"."#, 11),
        ("extend type T", "Unexpected <EOF>.", 14),
        ("extend schema", "Unexpected <EOF>.", 14),
        ("extend fragment F on T { a }", #"Unexpected Name "fragment"."#, 8),
        (#""d" extend type T @a"#, "Unexpected description, descriptions are supported only on type definitions.", 1),
        (#""d" { a }"#, "Unexpected description, descriptions are not supported on shorthand queries.", 1),
        (#""d" 1"#, #"Unexpected Int "1"."#, 5),
        // The first mistake is told, also when the text behind it is not even tokens.
        ("{ ] ^", #"Expected Name, found "]"."#, 3),
    ])
    func `a mistake is told with what was expected, what was found and where`(
        text: String, message: String, column: Int
    ) {
        #expect(
            parseError(text)
                == GraphQLError(
                    "Syntax Error: \(message)",
                    locations: [SourceLocation(line: 1, column: column)],
                    extensions: [.code(.parseFailed)]
                ))
    }

    @Test func `a constant value holds no variable`() {
        #expect(throws: GraphQLError.self) { try parseConstValue(Source("[$a]")) }
        #expect(throws: GraphQLError.self) { try parseConstValue(Source("$")) }
    }

    @Test(arguments: ["@skip.if", "Movie.title(id: 1)", "Movie(id:)", "Movie.", "@", "A.b(c:).d", "Movie title"])
    func `what points nowhere is no coordinate`(text: String) {
        #expect(throws: GraphQLError.self) { try parseSchemaCoordinate(Source(text)) }
    }

    @Test func `nothing may follow a value or a type`() {
        #expect(throws: GraphQLError.self) { try parseValue(Source("1 2")) }
        #expect(throws: GraphQLError.self) { try parseType(Source("[A]!!")) }
    }

    @Test func `tokens are counted up to a limit, the end not among them`() throws {
        #expect(parseError("{ a(b: 1) }", maxTokens: 8) == nil)
        let error = try #require(parseError("{ a(b: 1) }", maxTokens: 7))
        #expect(error.message == "Syntax Error: Document contains more than 7 tokens. Parsing aborted.")
        #expect(error.locations == [SourceLocation(line: 1, column: 11)])
    }

    @Test func `no tokens at all may be allowed, or less`() {
        for maxTokens in [0, -1] {
            #expect(parseError("{ a }", maxTokens: maxTokens)?.message.contains("more than 0 tokens") == true)
            #expect(parseError("", maxTokens: maxTokens)?.message == "Syntax Error: Unexpected <EOF>.")
        }
    }

    /// The parser writes into memory that is bound by the number of tokens: two nodes for each, and two. Wherever dense texts
    /// end or are cut short, that has to be enough.
    @Test(arguments: [
        "{a}", "{a{a", "query($a:A!){a}", "query Q($a:[A!]!=[{a:1 a:$a}]@a(a:a)){a:a(a:a)@a{...a...on A{a}}}",
        "fragment a on A{a}", "\"a\"type A implements A&A@a{\"a\"a(\"a\"a:[A!]!=a@a):[[A!]!]!@a}", "enum E{A B C D}",
        "\"a\"input A{a:A!=1}", "union A=A|A", "schema{query:A}", "extend type A{a:A}",
        "\"\"\"a\"\"\"directive@a(a:A!)on FIELD|FIELD",
    ])
    func `nodes are never more than their room`(piece: String) throws {
        for count in 1...130 {
            let whole = Array(String(repeating: piece, count: 2 + 130 / piece.utf8.count).utf8)
            let source = Source(Array(whole.prefix(count)))
            let tokens = (try? GraphQL.tokens(of: source).count - 1) ?? count
            for maxTokens in [nil, tokens, tokens - 1, tokens / 2, 1, 0] {
                guard let document = try? parse(source, maxTokens: maxTokens) else { continue }
                #expect(document.nodes.count <= 2 * tokens + 2)
            }
        }
    }

    /// Texts nested to a given depth in each of the ways the language allows.
    static let nestings: [@Sendable (Int) -> String] = [
        { String(repeating: "{a", count: $0) + String(repeating: "}", count: $0) },
        { "{a(b:" + String(repeating: "[", count: $0 - 1) + String(repeating: "]", count: $0 - 1) + ")}" },
        { "{a(b:" + String(repeating: "{c:", count: $0 - 1) + "1" + String(repeating: "}", count: $0 - 1) + ")}" },
        { "query($a:" + String(repeating: "[", count: $0) + "A" + String(repeating: "]", count: $0) + "){a}" },
    ]

    @Test(arguments: nestings.indices)
    func `nesting has a limit, however deep a text goes`(kind: Int) throws {
        let text = Self.nestings[kind]
        #expect(parseError(text(12), maxDepth: 12) == nil)
        let error = try #require(parseError(text(13), maxDepth: 12))
        #expect(error.message == "Syntax Error: Document is nested deeper than 12 levels.")
        #expect(parseError(text(defaultMaximumDepth)) == nil)
        #expect(parseError(text(10_000))?.message == "Syntax Error: Document is nested deeper than 200 levels.")
    }
}
