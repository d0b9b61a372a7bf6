import GraphQL
import Testing

/// What requests cost, as `extensions.cost` tells it.
@Suite struct CostTests {
    static let directives = """
        directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
        directive @listSize(
          assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true
        ) on FIELD_DEFINITION
        directive @constraint(max: Float, maxLength: Int) on ARGUMENT_DEFINITION

        """

    private static let sdl =
        directives + """
            type Query {
              film: Film dear: Film @cost(weight: "7") half: Film @cost(weight: "0.5") n: Int m: Int @cost(weight: "3")
              plain: [Film!]! assumed: [Film!]! @listSize(assumedSize: 10)
              called: [Film!]! @cost(weight: "4") @listSize(assumedSize: 10)
              sliced(first: Int = 5, last: Int): [Film!]!
                @listSize(assumedSize: 50, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
              given(ids: [ID!]!): [Film]! @listSize(slicingArguments: ["ids"])
              one(first: Int, last: Int): [Film!]! @listSize(slicingArguments: ["first", "last"])
              most(first: Int @constraint(max: 40), ids: [ID!] @constraint(maxLength: 2)): [Film!]!
                @listSize(slicingArguments: ["first", "ids"], requireOneSlicingArgument: false)
              films(first: Int): Films!
                @listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
              work: Work works: [Work!]! @listSize(assumedSize: 10) stars: [Stars!]! @listSize(assumedSize: 4)
              found(by: By, rebate: Int @cost(weight: "-5"), all: Boolean @cost(weight: "2")): Film
            }
            input By { text: String @cost(weight: "3"), all: [By!] }
            scalar Stars @cost(weight: "2")
            interface Work { name: String credits: [Film!]! @listSize(assumedSize: 2) }
            type Film implements Work {
              name: String next: Film actors: [Person!]! @listSize(assumedSize: 4)
              credits: [Film!]! @listSize(assumedSize: 2)
            }
            type Series implements Work @cost(weight: "3") { name: String credits: [Film!]! @listSize(assumedSize: 6) }
            type Person { name: String }
            type Films { edges: [Edge!]! nodes: [Film!]! others: [Film!]! total: Int }
            type Edge { node: Film! }
            """

    private static func engine(limit: Int? = nil) throws -> Engine<PlainRoot> {
        var options = EngineOptions<PlainRoot>()
        options.limits.cost = limit
        return Engine(plain: try Schema(sdl: sdl), options: options)
    }

    /// The answer's text, with a report of the cost.
    private func answer(
        _ document: String, _ variables: JSONValue = .null, root: PlainValue = [:], limit: Int? = nil
    ) async throws -> Response {
        let engine = try Self.engine(limit: limit)
        let operation = try engine.prepare(Source(document))
        return await engine.execute(operation, variables: variables, reportsCost: true, context: PlainRoot(root))
    }

    @Test(arguments: [
        ("{ n }", 0), ("{ m }", 3), ("{ film { name } }", 1), ("{ film { next { next { name } } } }", 3),
        ("{ dear { next { name } } }", 8), ("{ half { name } }", 1), ("{ a: half { name } b: half { name } }", 1),
        ("{ plain { name } }", 1), ("{ assumed { name } }", 10), ("{ called { name next { name } } }", 24),
        ("{ assumed { actors { name } } }", 50), ("{ stars }", 8),
        ("{ __typename __schema { types { name fields { name } } } }", 0),
    ])
    func `fields cost their weight, items their type's, for each that is expected`(
        document: String, cost: Int
    ) async throws {
        #expect(try await answer(document).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test(arguments: [
        ("{ sliced { name } }", 5), ("{ sliced(first: 3) { name } }", 3), ("{ sliced(first: 3, last: 9) { name } }", 9),
        ("{ sliced(first: null) { name } }", 50), ("{ sliced(first: -3) { name } }", 0),
        ("{ given(ids: [1, 2, 3]) { name } }", 3), ("{ one(last: 2) { name } }", 2),
        ("{ most(first: 39) { name } }", 39), ("{ most(first: 2147483647) { name } }", 40),
        ("{ most(ids: [1, 2, 3]) { name } }", 2),
    ])
    func `the largest slicing argument tells the size, defaults included`(document: String, cost: Int) async throws {
        #expect(try await answer(document).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test(arguments: [
        ("{ films { nodes { name } } }", 21), ("{ films(first: 3) { total edges { node { name } } } }", 7),
        ("{ films(first: 3) { others { name } } }", 2), ("{ films(first: 3) { a: nodes { name } nodes { name } } }", 7),
        ("{ films(first: 2) { ... { nodes { actors { name } } } } }", 11),
    ])
    func `sized fields take over the size of their parent`(document: String, cost: Int) async throws {
        #expect(try await answer(document).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test(arguments: [
        ("{ work { name } }", 3), ("{ works { name } }", 30), ("{ work { credits { name } } }", 9),
        ("{ work { ... on Film { actors { name } } } }", 7), ("{ work { ... on Series { credits { name } } } }", 9),
    ])
    func `an interface costs as much as its dearest member`(document: String, cost: Int) async throws {
        #expect(try await answer(document).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test(arguments: [
        ("{ found { name } }", 1), ("{ found(all: true) { name } }", 3), ("{ found(by: {}) { name } }", 2),
        (#"{ found(by: {text: "a", all: [{text: "b"}, {}]}) { name } }"#, 10),
        ("{ found(rebate: 1) { next { name } } }", 1), ("{ found(rebate: 1, all: true, by: {}) { name } }", 0),
    ])
    func `arguments add their weight, and no field costs less than nothing`(document: String, cost: Int) async throws {
        #expect(try await answer(document).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test(arguments: [
        (#"{"first": 7}"#, 8), (#"{"first": 7, "deep": true}"#, 36), (#"{"deep": false}"#, 21), ("{}", 21),
    ])
    func `variables decide for each request`(variables: String, cost: Int) async throws {
        let document = """
            query ($first: Int, $deep: Boolean! = false) {
              films(first: $first) { nodes { name ... @include(if: $deep) { actors { name } } } }
            }
            """
        let values = try JSONReader.value(of: Array(variables.utf8).span)
        #expect(try await answer(document, values).text.contains(#""cost":{"requested":\#(cost),"#))
    }

    @Test func `above the limit nothing is resolved`() async throws {
        let document = "query ($n: Int) { sliced(first: $n) { name } }"
        let ten = JSONValue.object([JSONMember("n", .number("10"))])
        let refusal = try await answer(document, ten, limit: 9)
        #expect(refusal.isRequestError)
        #expect(refusal.exceeded == .cost)
        #expect(
            refusal.text == #"{"errors":[{"message":"The operation costs 10 points; at most 9 are allowed. "#
                + #"Ask for fewer items (`first`) or fields.","#
                + #""extensions":{"code":"COST_EXCEEDED","limit":9,"cost":10}}]}"#)
        #expect(try await !answer(document, ten, root: ["sliced": []], limit: 10).isRequestError)
    }

    @Test func `nested lists beyond all numbers cost the largest`() async throws {
        let deep = "type Query { all: [Query!]! @listSize(assumedSize: 2000000000) n: Int }"
        let document = String(repeating: "{ all ", count: 18) + "{ n }" + String(repeating: " }", count: 18)
        let engine = try Engine(plain: Schema(sdl: Self.directives + deep))
        let operation = try engine.prepare(Source(document))
        let refusal = await engine.execute(operation, context: PlainRoot([:]))
        #expect(refusal.text.contains(#""cost":9223372036854776"#))
    }

    @Test(arguments: [("{ one { name } }", 0), ("{ one(first: 1, last: 1) { name } }", 2)])
    func `where one slicing argument has to be given, one it is`(document: String, given: Int) async throws {
        let refusal = try await answer(document)
        #expect(refusal.isRequestError)
        #expect(
            refusal.text.contains(
                #"Field \"Query.one\" needs exactly one of the arguments \"first\", \"last\"; \#(given) are given."#))
    }

    @Test func `the actual cost counts what was found`() async throws {
        let actors: PlainValue = [["name": "Weaver"], ["name": "Hurt"]]
        let root: PlainValue = [
            "films": ["nodes": [["name": "Alien", "actors": actors], ["name": "Heat", "actors": []]]]
        ]
        let answer = try await answer("{ films(first: 9) { nodes { actors { name } } } }", root: root)
        #expect(answer.text.hasSuffix(#","extensions":{"cost":{"requested":46,"actual":5}}}"#))
    }

    @Test func `nobody who does not ask is told`() async throws {
        let engine = try Self.engine()
        let answer = await engine.execute(try engine.prepare(Source("{ n }")), context: PlainRoot([:]))
        #expect(answer.text == #"{"data":{"n":null}}"#)
    }

    @Test func `answers in parts and subscriptions are priced too`() async throws {
        let sdl =
            Self.directives + """
                directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
                type Query { film: Film } type Film { name: String next: Film } type Subscription { film: Film }
                """
        var options = EngineOptions<PlainRoot>()
        options.limits.cost = 1
        let engine = Engine(plain: try Schema(sdl: sdl), options: options)
        let deferring = try engine.prepare(Source("{ film { name ... @defer { next { name } } } }"))
        guard case .whole(let refusal) = await engine.executeIncrementally(deferring, context: PlainRoot([:])) else {
            Issue.record("It was answered in parts.")
            return
        }
        #expect(refusal.exceeded == .cost)
        let subscription = try engine.prepare(Source("subscription { film { next { name } } }"))
        let error = await #expect(throws: RequestErrors.self) {
            _ = try await engine.subscribe(subscription, context: PlainRoot([:]))
        }
        #expect(error?.errors.first?.exceededLimit == .cost)
    }

    @Test func `a weight that is no number keeps a server from starting`() throws {
        let schema = try Schema(sdl: Self.directives + #"type Query { n: Int @cost(weight: "much") }"#)
        var resolvers = Resolvers<PlainRoot>()
        resolvers.root("Query") { $0.value("n") { _ in 1 } }
        let gaps = #expect(throws: ResolverGaps.self) { try Engine(schema: schema, resolvers: resolvers) }
        #expect(gaps?.gaps.first?.hasPrefix(#"Query.n has @cost(weight: "much")"#) == true)
    }
}

extension Response {
    fileprivate var text: String { bytes.text }
}
