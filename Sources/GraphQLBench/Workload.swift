import GraphQL

/// One operation to repeat, made ready.
struct Workload {
    /// What can be asked for.
    enum Name: String, CaseIterable {
        /// A file's bytes to a document.
        case parse
        /// The same, checked by all rules against `schema.graphql`.
        case validate
        /// The same, and planned.
        case prepare
        /// 1,000 requests' bodies to their prepared operation, which is known.
        case hits
        /// One show, its 10 seasons of 20 episodes with 6 fields each, from memory to JSON.
        case seasons
        /// 1,000 objects of 3 scalars, from memory to JSON.
        case rows
    }

    /// Does it once.
    let run: () async throws -> Void
    /// What came out of it, as graphql-js tells it too.
    let answer: () async throws -> String

    /// - Parameter file: the document, of the workloads that read one.
    init(_ name: Name, file: String) throws {
        switch name {
        case .parse:
            let source = Source(try bytes(ofFile: file))
            run = { _ = try parse(source) }
            answer = { "\(try parse(source).root.children.reduce(0) { count, _ in count + 1 }) definitions" }
        case .validate:
            let source = Source(try bytes(ofFile: file))
            let schema = try Schema(sdl: String(decoding: try bytes(ofFile: "schema.graphql"), as: UTF8.self))
            run = { _ = schema.validate(try parse(source)) }
            answer = { "\(schema.validate(try parse(source)).count) errors" }
        case .prepare:
            let source = Source(try bytes(ofFile: file))
            let engine = Engine(
                plain: try Schema(sdl: String(decoding: try bytes(ofFile: "schema.graphql"), as: UTF8.self)))
            run = { _ = try engine.prepare(source) }
            answer = { "\(try engine.prepare(source).name ?? "unnamed")" }
        case .hits:
            let known = try KnownDocument(document: try bytes(ofFile: file))
            run = { _ = await known.find() }
            answer = { "\(await known.find()) known" }
        case .seasons:
            self = try Self.execution(of: "{ show { title seasons { number title episodes { \(Episode.fields) } } } }")
        case .rows:
            self = try Self.execution(of: "{ rows { id number title } }")
        }
    }

    private init(run: @escaping () async throws -> Void, answer: @escaping () async throws -> String) {
        self.run = run
        self.answer = answer
    }

    private static func execution(of document: String) throws -> Workload {
        let engine = try Show.engine()
        let operation = try engine.prepare(Source(document))
        let show = Show()
        return Workload(
            run: { _ = await engine.execute(operation, context: show) },
            answer: { await engine.execute(operation, context: show).bytes.text })
    }
}
