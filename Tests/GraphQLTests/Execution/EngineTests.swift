import GraphQL
import Testing

/// A small catalogue: movies with people, and an interface over movies and shows.
final class Library: Sendable {
    struct Film: Sendable { let name: String; let year: Int?; let cast: [String] }
    enum Work: Sendable { case film(Film), series(String) }
    final class Context: Sendable {}

    static let sdl = """
        type Query { film: Film films: [Film!]! works: [Work]! echo(text: String! = "hi", times: Int): String broken: Int! maybe: Film }
        type Mutation { add(n: Int!): Int! }
        interface Work { name: String! }
        type Film implements Work { name: String! year: Int cast: [Person!]! strict: Film! }
        type Series implements Work { name: String! }
        type Person { name: String! }
        """

    static func engine() throws -> Engine<Context> {
        var resolvers = Resolvers<Context>()
        let films = [
            Film(name: "Alien", year: 1979, cast: ["Weaver", "Hurt"]), Film(name: "Heat", year: nil, cast: []),
        ]
        resolvers.root("Query") { query in
            query.load("film") { _, _ in Resolved([films[0]]) }
            query.load("films") { _, _ in Resolved(lists: [films]) }
            query.load("works") { _, _ in
                var works = Resolved(lists: [[Work.series("Dark"), .film(films[0])]])
                works.layers[0].offsets = [0, 4]
                works.layers[1].slots = [0, ResolvedLayer.null, 1, ResolvedLayer.slot(ofFailure: 0)]
                works.failures = [FieldError("lost", code: .timeout)]
                return works
            }
            query.write("echo") { _, arguments, buffer in buffer.appendString(arguments.string("text") ?? "-") }
            query.loadValues("broken") { _, _ -> Resolved<Int> in throw FieldError("no luck", code: .timeout) }
            query.child("maybe") { _ -> Film? in nil }
        }
        resolvers.root("Mutation") { mutation in
            mutation.loadValues("add") { _, call in Resolved([call.arguments.int("n") ?? 0]) }
        }
        resolvers.object("Film", Film.self) { film in
            film.value("name") { $0.name }
            film.value("year") { $0.year }
            film.children("cast") { $0.cast }
            film.child("strict") { _ -> Film? in nil }
        }
        resolvers.object("Series", String.self) { series in series.value("name") { $0 } }
        resolvers.object("Person", String.self) { person in person.value("name") { $0 } }
        resolvers.abstract(
            "Work", Work.self,
            members: [
                AbstractMember("Film", Film.self) { if case .film(let film) = $0 { film } else { films[0] } },
                AbstractMember("Series", String.self) { if case .series(let name) = $0 { name } else { "" } },
            ]
        ) { if case .film = $0 { 0 } else { 1 } }
        return try Engine(schema: try Schema(sdl: sdl), resolvers: resolvers)
    }

    static func answer(_ document: String, variables: JSONValue = .null) async throws -> String {
        let engine = try engine()
        do throws(RequestErrors) {
            let operation = try engine.prepare(Source(document))
            return await engine.execute(operation, variables: variables, context: Context()).bytes.text
        } catch {
            return Response(refusal: error.errors).bytes.text
        }
    }
}

@Suite struct EngineTests {
    @Test(arguments: [
        (
            "{ film { name born: year cast { name } } }",
            #"{"data":{"film":{"name":"Alien","born":1979,"cast":[{"name":"Weaver"},{"name":"Hurt"}]}}}"#
        ),
        ("{ films { year } maybe { name } }", #"{"data":{"films":[{"year":1979},{"year":null}],"maybe":null}}"#),
        (
            "{ film { ...A year } } fragment A on Film { cast { name } } ",
            #"{"data":{"film":{"cast":[{"name":"Weaver"},{"name":"Hurt"}],"year":1979}}}"#
        ),
        (#"{ echo(text: "a\"b") __typename }"#, #"{"data":{"echo":"a\"b","__typename":"Query"}}"#),
        ("mutation { a: add(n: 1) b: add(n: 2) }", #"{"data":{"a":1,"b":2}}"#),
    ])
    func `a selection is answered in its order, merged by response key`(document: String, expected: String) async throws
    {
        #expect(try await Library.answer(document) == expected)
    }

    @Test func `values of an interface are answered by their own type, nulls and failures in their places`()
        async throws
    {
        let answer = try await Library.answer("{ works { __typename name ... on Film { year } } }")
        #expect(
            answer
                == #"{"data":{"works":[{"__typename":"Series","name":"Dark"},null,{"__typename":"Film","name":"Alien","year":1979},null]},"#
                + #""errors":[{"message":"lost","locations":[{"line":1,"column":3}],"path":["works",3],"extensions":{"code":"TIMEOUT"}}]}"#
        )
    }

    @Test func `a null that the schema refuses rewinds to the nearest place that may be null`() async throws {
        let answer = try await Library.answer("{ film { name strict { name } } maybe { name } }")
        #expect(
            answer
                == #"{"data":{"film":null,"maybe":null},"errors":[{"message":"Cannot return null for non-nullable field Film.strict.","#
                + #""locations":[{"line":1,"column":15}],"path":["film","strict"],"extensions":{"code":"INTERNAL"}}]}"#)
    }

    @Test func `a failed field that may not be null takes the whole answer`() async throws {
        let answer = try await Library.answer("{ film { name } broken }")
        #expect(answer.hasPrefix(#"{"data":null,"errors":[{"message":"no luck""#))
    }

    @Test func `conditions decide per request, and the first place that holds gives the order`() async throws {
        let document = "query ($a: Boolean!) { echo @include(if: $a) __typename echo film @skip(if: $a) { name } }"
        let with = try await Library.answer(document, variables: .object([JSONMember("a", .boolean(true))]))
        let without = try await Library.answer(document, variables: .object([JSONMember("a", .boolean(false))]))
        #expect(with == #"{"data":{"echo":"hi","__typename":"Query"}}"#)
        #expect(without == #"{"data":{"__typename":"Query","echo":"hi","film":{"name":"Alien"}}}"#)
    }

    @Test func `introspection runs on the same plan`() async throws {
        let answer = try await Library.answer(
            #"{ __type(name: "Person") { kind name fields { name type { kind ofType { name } } } enumValues { name } } __schema { queryType { name } } }"#
        )
        #expect(
            answer
                == #"{"data":{"__type":{"kind":"OBJECT","name":"Person","fields":[{"name":"name","type":{"kind":"NON_NULL","ofType":{"name":"String"}}}],"enumValues":null},"#
                + #""__schema":{"queryType":{"name":"Query"}}}}"#)
    }

    @Test func `a schema with gaps is refused, and each gap is named`() throws {
        var resolvers = Resolvers<Library.Context>()
        resolvers.root("Query") { $0.value("b") { _ in 1 } }
        let error = #expect(throws: ResolverGaps.self) {
            try Engine(schema: try Schema(sdl: "type Query { a: Int }"), resolvers: resolvers)
        }
        #expect(
            error?.gaps == [
                "Query.b: a resolver is bound, but the schema has no such field.",
                "Query.a: no resolver is bound to it.",
            ])
    }

    @Test func `an unknown field is refused before anything runs`() async throws {
        let answer = try await Library.answer("{ flim { name } }")
        #expect(
            answer.hasPrefix(#"{"errors":[{"message":"Cannot query field \"flim\" on type \"Query\". Did you mean"#))
    }
}
