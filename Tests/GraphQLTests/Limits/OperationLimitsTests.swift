import GraphQL
import Testing

@Suite struct OperationLimitsTests {
    private static let sdl = """
        type Query { a(v: [[[Int]]], in: In): Query b: Query n: Int list: [Int!]! }
        input In { in: In, list: [In] }
        """

    /// What is refused, by codes; empty when the operation may run.
    private func codes(_ document: String, _ limit: OperationLimit, _ allowed: Int) throws -> [String] {
        try errors(document, limit, allowed).compactMap(\.code)
    }

    private func errors(_ document: String, _ limit: OperationLimit, _ allowed: Int) throws -> [GraphQLError] {
        var options = EngineOptions<PlainRoot>()
        options.limits = .none
        options.limits[limit] = allowed
        let engine = Engine(plain: try Schema(sdl: Self.sdl), options: options)
        do throws(RequestErrors) {
            _ = try engine.prepare(Source(document))
            return []
        } catch {
            return error.errors
        }
    }

    @Test(arguments: [
        (OperationLimit.bytes, 9, "{ a { n}}", "{ a { n }}", "DOCUMENT_SIZE_EXCEEDED"),
        (.tokens, 6, "{a{n}}", "{a{n n}}", "TOKENS_EXCEEDED"),
        (.depth, 3, "{ a { b { n } } n }", "{ a { b { a { n } } } }", "DEPTH_EXCEEDED"),
        (
            .depth, 3, "{ a { ...F } } fragment F on Query { b { n } }",
            "{ a { ...F } } fragment F on Query { b { ... { ...G } } } fragment G on Query { b { n } }",
            "DEPTH_EXCEEDED"
        ),
        (.aliases, 2, "{ x: n y: n n }", "{ x: n a { y: n z: n } }", "ALIASES_EXCEEDED"),
        (
            .aliases, 2, "{ ...F a { ...F } } fragment F on Query { x: n }",
            "{ ...F a { ...F } b { ...F } } fragment F on Query { x: n }", "ALIASES_EXCEEDED"
        ),
        (
            .rootFields, 2, "{ a { n list b { n } } n }", "{ n ...F } fragment F on Query { n ... { list } }",
            "ROOT_FIELDS_EXCEEDED"
        ),
        (.directives, 1, "{ n @skip(if: false) }", "{ n @skip(if: false) @include(if: true) }", "DIRECTIVES_EXCEEDED"),
        (.listDepth, 2, "{ a(v: [[1], [2]]) { n } }", "{ a(v: [[[1]]]) { n } }", "LIST_DEPTH_EXCEEDED"),
        (
            .listDepth, 1, "{ a(in: {list: [{in: {}}]}) { n } }", "{ a(in: {list: [{list: []}]}) { n } }",
            "LIST_DEPTH_EXCEEDED"
        ),
        (
            .valueDepth, 3, "{ a(in: {list: [{}, {}]}) { n } }", "{ a(in: {list: [{in: {}}]}) { n } }",
            "VALUE_DEPTH_EXCEEDED"
        ),
        (
            .introspectionDepth, 1, "{ __schema { types { fields { name } interfaces { name } } } }",
            "{ __schema { types { ...T } } } fragment T on __Type { fields { type { fields { name } } } }",
            "INTROSPECTION_DEPTH_EXCEEDED"
        ),
        (
            .introspectionDepth, 1, "{ __type(name: \"Query\") { fields { name } } }",
            "{ ...R } fragment R on Query { __type(name: \"Query\") { interfaces { possibleTypes { name } } } }",
            "INTROSPECTION_DEPTH_EXCEEDED"
        ),
    ])
    func `what fits is prepared, one more is refused`(
        limit: OperationLimit, allowed: Int, fitting: String, excessive: String, code: String
    ) throws {
        #expect(try codes(fitting, limit, allowed) == [])
        #expect(try codes(excessive, limit, allowed) == [code])
        #expect(limit.code.rawValue == code)
    }

    @Test func `an error says what was found, what is allowed and where`() throws {
        let error = try #require(errors("\n query Q { x: n y: n }", .aliases, 1).first)
        #expect(error.message == "The operation has 2 aliases; at most 1 are allowed.")
        #expect(error.locations.map(\.line) == [2])
        #expect(error.extensions.map(\.name) == ["code", "limit", "found"])
        #expect(error.exceededLimit == .aliases)
    }

    @Test func `of several operations each is held to the limits`() throws {
        #expect(try codes("query A { n } query B { a { b { n } } }", .depth, 2) == ["DEPTH_EXCEEDED"])
    }

    @Test func `fragments that double each other are counted without being followed`() throws {
        let count = 2_000
        var document = "{ ...F0 }"
        for number in 0..<count {
            document += " fragment F\(number) on Query { x: n ...F\(number + 1) ...F\(number + 1) }"
        }
        document += " fragment F\(count) on Query { n }"
        let start = ContinuousClock.now
        let error = try #require(errors(document, .aliases, 100).first)
        #expect(error.message == "The operation has over 1000000000 aliases; at most 100 are allowed.")
        #expect(.now - start < .seconds(10))
    }

    @Test func `fragments in a circle are left to validation`() throws {
        let document = "{ ...F } fragment F on Query { a { ...G } } fragment G on Query { b { ...F } }"
        #expect(try codes(document, .depth, 10) == ["GRAPHQL_VALIDATION_FAILED"])
    }

    @Test func `limits are checked before validation`() throws {
        #expect(try codes("{ x: nothing y: nothing }", .aliases, 1) == ["ALIASES_EXCEEDED"])
    }

    @Test func `the tools' introspection query fits the default limits`() async throws {
        let schema = try Schema(sdl: Self.sdl)
        let answer = await Engine(plain: schema).execute(Source(Schema.introspectionQuery))
        #expect(!answer.isRequestError)
    }

    @Test func `validation stops at the limit of errors and says so`() throws {
        let errors = try errors("{ x y z }", .errors, 2)
        #expect(errors.count == 3)
        #expect(errors.last?.message.contains("Too many validation errors") == true)
        #expect(errors.last?.extensions == [.code(OperationLimit.errors.code), ErrorExtension("limit", .int(2))])
        #expect(Response(refusal: errors).exceeded == .errors)
    }

    @Test func `an answer holds so many errors and one that counts the rest`() async throws {
        var options = EngineOptions<PlainRoot>()
        options.limits.errors = 2
        let schema = try Schema(sdl: "type Query { items: [Item] } type Item { n: Int! }")
        let root: PlainValue = ["items": .list(Array(repeating: [:], count: 5))]
        let answer = await Engine(plain: schema, options: options).execute(Source("{ items { n } }"), root: root)
        #expect(answer.errorCount == 3)
        #expect(answer.exceeded == .errors)
        #expect(
            answer.bytes.text.hasSuffix(
                #"{"message":"The answer has more errors than it tells: 3 beside the 2 above.","#
                    + #""extensions":{"code":"ERRORS_EXCEEDED","limit":2,"found":5}}]}"#))
    }
}

extension GraphQLError {
    fileprivate var code: String? { extensions.first { $0.name == "code" }?.value.string }
}
