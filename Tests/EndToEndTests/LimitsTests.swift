import Testing

/// The limits of an operation as the environment sets them, over the built program.
@Suite(.onOwnThreads) struct LimitsTests {
    /// Each setting, so low that the operation beside it goes beyond, and no other.
    private static let cases = [
        (
            "DOCUMENT_BYTES", "200", "{ movies { nodes { id } } } # \(String(repeating: "-", count: 200))",
            "DOCUMENT_SIZE"
        ),
        ("TOKENS", "40", "{ movies { nodes { \(String(repeating: "id ", count: 40)) } } }", "TOKENS"),
        ("DEPTH", "5", "{ a { b { c { d { e { f } } } } } }", "DEPTH"),
        ("ALIASES", "1", "{ movies { nodes { a: id b: id } } }", "ALIASES"),
        ("ROOT_FIELDS", "2", "{ movies { nodes { id } } genres { id } __typename }", "ROOT_FIELDS"),
        ("DIRECTIVES", "1", "{ genres { id @skip(if: false) name @skip(if: false) } }", "DIRECTIVES"),
        ("LIST_DEPTH", "1", "{ movies(filter: {languages: [[\\\"en\\\"]]}) { nodes { id } } }", "LIST_DEPTH"),
        ("VALUE_DEPTH", "3", "{ movies(filter: {genres: {anyOf: {a: {}}}}) { nodes { id } } }", "VALUE_DEPTH"),
        (
            "INTROSPECTION_DEPTH", "1", "{ __type(name: \\\"Query\\\") { fields { type { fields { name } } } } }",
            "INTROSPECTION_DEPTH"
        ),
        ("COST", "100", "{ movies(first: 100) { nodes { id } } }", "COST"),
    ]

    @Test func `each is held to`() throws {
        var environment: [String: String] = [:]
        for (name, value, _, _) in Self.cases { environment["MARQUEE_MAX_\(name)"] = value }
        let server = try SampleServer(environment)
        for (name, value, document, code) in Self.cases {
            let answer = try server.answer(document)
            #expect(answer.contains(#""code":"\#(code)_EXCEEDED","limit":\#(value)"#), "\(name): \(answer)")
        }
        #expect(try server.answer("{ genres { id } }").contains(#"{"data":{"genres":[{"id":"#))
        server.endInGoodOrder()
    }

    @Test func `errors beyond their number are left out`() throws {
        let server = try SampleServer(["MARQUEE_MAX_ERRORS": "1"])
        let answer = try server.answer(
            "{ \(["a", "b", "c"].map { "\($0): season(id: \\\"none\\\") { id }" }.joined(separator: " ")) }")
        #expect(answer.split(separator: #"{"message":"#).count == 3, "\(answer)")
        #expect(answer.contains(#""code":"ERRORS_EXCEEDED""#), "\(answer)")
        server.endInGoodOrder()
    }
}
