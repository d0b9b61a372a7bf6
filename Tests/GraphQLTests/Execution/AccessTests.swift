import GraphQL
import Testing

@Suite struct AccessTests {
    private final class Context: Sendable {
        let level: Int
        init(_ level: Int) { self.level = level }
    }

    private static let sdl = """
        directive @needs(level: Int! = 1) on FIELD_DEFINITION | OBJECT
        type Query { open: Open! node: Node any: Any list: [Secret!]! guarded: String @needs }
        type Mutation { change: String @needs(level: 2) }
        interface Node { name: String }
        union Any = Open | Secret
        type Open implements Node { name: String hidden: String @needs(level: 2) secret: Secret self: Open! }
        type Secret implements Node @needs(level: 3) { name: String more: String @needs(level: 4) }
        """

    private static let engine = Result {
        var resolvers = Resolvers<Context>()
        resolvers.root("Query") { query in
            query.child("open") { _ in 0 }
            query.child("node") { _ in 0 }
            query.child("any") { _ in 0 }
            query.children("list") { _ in [Int]() }
            query.value("guarded") { _ in "guarded" }
        }
        resolvers.root("Mutation") { $0.value("change") { _ in "changed" } }
        resolvers.abstract("Node", Int.self, members: [AbstractMember("Open"), AbstractMember("Secret")]) { _ in 0 }
        resolvers.abstract("Any", Int.self, members: [AbstractMember("Open"), AbstractMember("Secret")]) { _ in 0 }
        resolvers.object("Open", Int.self) { open in
            open.value("name") { _ in "open" }
            open.value("hidden") { _ in "hidden" }
            open.child("secret") { _ in Int?.none }
            open.child("self") { $0 }
        }
        resolvers.object("Secret", Int.self) { secret in
            secret.value("name") { _ in "secret" }
            secret.value("more") { _ in "more" }
        }
        var options = EngineOptions<Context>()
        options.access = AccessPolicy(directive: "needs") { directive, coordinate, context in
            let level = directive.arguments["level"]?.int ?? 0
            return context.level >= level
                ? nil : GraphQLError("\(coordinate) needs \(level)", extensions: [.code(.forbidden)])
        }
        return try Engine(schema: Schema(sdl: sdl), resolvers: resolvers, options: options)
    }

    private func answer(_ document: String, _ variables: JSONValue = .null, level: Int = 0) async throws -> String {
        let engine = try Self.engine.get()
        let operation = try engine.prepare(Source(document))
        return await engine.execute(operation, variables: variables, context: Context(level)).bytes.text
    }

    private func refusals(_ document: String, _ variables: JSONValue = .null, level: Int = 0) async throws -> [String] {
        let bytes = Array(try await answer(document, variables, level: level).utf8)
        let answer = try JSONReader.value(of: bytes.span)
        #expect(answer["data"] == nil || answer["errors"] == nil)
        return answer["errors"]?.array?.compactMap { $0["message"]?.string } ?? []
    }

    @Test func `what demands nothing is answered`() async throws {
        #expect(
            try await answer("{ open { name self { name } } node { ... on Open { name } } }")
                == #"{"data":{"open":{"name":"open","self":{"name":"open"}},"node":{"name":"open"}}}"#)
    }

    @Test(arguments: [
        ("{ guarded }", ["Query.guarded needs 1"]),
        ("mutation { change }", ["Mutation.change needs 2"]),
        ("{ open { name self { self { a: hidden } } } }", ["Open.hidden needs 2"]),
        ("{ node { ... on Open { hidden } } }", ["Open.hidden needs 2"]),
        ("{ node { ...F } } fragment F on Node { ... on Secret { more } }", ["Secret.more needs 3"]),
        ("{ node { name } }", ["Secret.name needs 3"]),
        ("{ any { ... on Secret { name } } }", ["Secret.name needs 3"]),
        ("{ any { ... on Secret { __typename } } }", ["Secret.__typename needs 3"]),
        ("{ open { secret { name } } }", ["Secret.name needs 3"]),
        ("{ list { name } }", ["Secret.name needs 3"]),
        ("{ guarded open { hidden } }", ["Query.guarded needs 1", "Open.hidden needs 2"]),
    ])
    func `whoever lacks the right is refused the whole operation`(document: String, messages: [String]) async throws {
        #expect(try await refusals(document) == messages)
    }

    @Test func `a field of a type that demands something needs both`() async throws {
        let document = "{ open { secret { more } } }"
        #expect(try await refusals(document, level: 2) == ["Secret.more needs 3"])
        #expect(try await refusals(document, level: 3) == ["Secret.more needs 4"])
        #expect(try await refusals(document, level: 4) == [])
    }

    @Test func `what is left out demands nothing`() async throws {
        let document = """
            query ($yes: Boolean!) {
              open { name hidden @include(if: $yes) ... @skip(if: $yes) { self { name } } }
              ... @include(if: $yes) { guarded }
            }
            """
        let (yes, no) = (JSONValue.boolean(true), JSONValue.boolean(false))
        #expect(try await refusals(document, .object([JSONMember("yes", no)])) == [])
        #expect(
            try await refusals(document, .object([JSONMember("yes", yes)]))
                == ["Open.hidden needs 2", "Query.guarded needs 1"])
        #expect(try await refusals("{ guarded @skip(if: true) open { name } }") == [])
    }

    @Test func `errors tell where the field stands`() async throws {
        #expect(
            try await answer("{\n  guarded\n}")
                == #"{"errors":[{"message":"Query.guarded needs 1","locations":[{"line":2,"column":3}],"extensions":{"code":"FORBIDDEN"}}]}"#
        )
    }
}
