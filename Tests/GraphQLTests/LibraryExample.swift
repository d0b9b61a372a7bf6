import GraphQL

struct Film: Sendable { let title: String, year: Int64 }

/// What all resolvers of a request share.
final class Viewer: Sendable { let name = "Ada" }

func makeEngine() throws -> Engine<Viewer> {
    let sdl = "type Query { hello: String! films(since: Int! = 0): [Film!]! } type Film { title: String! year: Int! }"
    let films = [Film(title: "Metropolis", year: 1927), Film(title: "Alien", year: 1979)]
    var resolvers = Resolvers<Viewer>()
    resolvers.root("Query") { query in
        query.deriveValues("hello") { _, call in Resolved(["Hello, \(call.context.name)!"]) }
        query.load("films") { _, call in
            let since = call.arguments.int("since") ?? 0
            return Resolved(lists: [films.filter { $0.year >= since }])
        }
    }
    resolvers.object("Film", Film.self) { film in
        film.value("title") { $0.title }
        film.value("year") { $0.year }
    }
    return try Engine(schema: Schema(sdl: sdl), resolvers: resolvers)
}

func ask(_ document: String) async throws -> String {
    let engine = try makeEngine()
    let operation = try engine.prepare(Source(document))
    return await engine.execute(operation, context: Viewer()).bytes.text
}

func askPlainly() async throws -> String {
    let schema = try Schema(sdl: "type Query { film(id: ID!): Film } type Film { title: String year: Int }")
    let root: PlainValue = [
        "film": .computed { arguments in
            arguments.string("id") == "1" ? ["title": "Alien", "year": 1979] : nil
        }
    ]
    return await Engine(plain: schema).execute(Source(#"{ film(id: 1) { title year } }"#), root: root).bytes.text
}

func listen() async throws -> [String] {
    let schema = try Schema(sdl: "type Query { now: Int } type Subscription { ticks(to: Int!): Int! }")
    let root: PlainValue = [
        "ticks": .events { arguments in
            AsyncThrowingStream { events in
                for tick in 1...(arguments.int("to") ?? 1) { events.yield(["ticks": .int(tick)]) }
                events.finish()
            }
        }
    ]
    var answers: [String] = []
    let stream = try await Engine(plain: schema).subscribe(Source("subscription { ticks(to: 2) }"), root: root)
    for try await answer in stream { answers.append(answer.bytes.text) }
    return answers
}

func readAndCheck() throws -> [String] {
    let document = try parse(Source("query Q($n: Int = 1) { films(since: $n) { title, titel } }"))
    let schema = try Schema(sdl: "type Query { films(since: Int): [Film] } type Film { title: String }")
    let extended = try schema.extended(by: "extend type Film { year: Int }")
    var errors: [InputError] = []
    if let int = extended.type("Int") { _ = extended.coerce(value: .string("7"), as: .named(int.id), errors: &errors) }
    return [document.printed, extended.printed] + extended.validate(document).map(\.message) + errors.map(\.message)
}
