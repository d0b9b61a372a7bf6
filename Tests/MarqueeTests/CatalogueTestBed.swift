import EventLoop
import GraphQL
import GraphQLHTTP
import Marquee
import PostgreSQL

/// Answers documents over the catalogue of `Catalogue` as the server does: on a loop, through a pool that acts as
/// `marquee_app`.
final class CatalogueTestBed: Sendable {
    private let loop: EventLoop
    private let pool: PostgreSQLPool
    private let rows: RowLoader
    private let engine: Engine<RequestContext>

    /// Lets any cost pass: breadth is what some tests are about.
    private static let engine = Result {
        var limits = MarqueeSchema.limits
        limits.cost = nil
        return try MarqueeSchema.engine(publicURL: "https://marquee.example", limits: limits)
    }

    private init(loop: EventLoop, pool: PostgreSQLPool) throws {
        self.loop = loop
        self.pool = pool
        // Patient, so that what goes into a batch does not depend on how busy the machine is.
        rows = RowLoader(pool: pool, loop: loop, patience: .seconds(10))
        engine = try Self.engine.get()
    }

    /// Answers as one request of its own; `variables` are JSON, `languages` the header `Accept-Language`.
    func answer(_ document: String, _ variables: String = "{}", languages: String = "") async throws -> String {
        let context = RequestContext(
            loop: loop, rows: rows, traceID: TraceID(high: 1, low: 2),
            languages: LanguagePreference(acceptLanguage: languages))
        do {
            let operation = try engine.prepare(Source(document))
            let values = try JSONReader.value(of: Array(variables.utf8).span)
            return await engine.execute(operation, variables: values, context: context).bytes.text
        } catch let refusal as RequestErrors {
            return Response(refusal: refusal.errors).bytes.text
        }
    }

    /// How often PostgreSQL has been sent each statement.
    var statementsSent: [String: Int] { pool.statistics.statements.mapValues(\.sent) }

    func query(_ statement: Statement, _ parameters: [Parameter]) async throws -> Rows {
        try await pool.query(statement, parameters)
    }

    /// Runs `body` on a loop of its own with one connection.
    ///
    /// - Parameter database: its URL; that of `Catalogue` if none is given.
    static func run<Value: Sendable>(
        on database: String? = nil,
        _ body: @escaping @Sendable (CatalogueTestBed) async throws -> Value
    ) async throws -> Value {
        let settings = try ConnectionSettings(
            url: database ?? Catalogue.url(), role: "marquee_app", statementTimeout: .seconds(30))
        let sideThreads = SideThreads(name: "side", threads: 1)
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer {
            group.stop()
            group.join()
            sideThreads.stop()
        }
        let loop = group.loops[0]
        var limits = PoolLimits()
        (limits.sharedConnections, limits.leasedConnections) = (1, 0)
        let pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads, limits: limits)
        return try await withCheckedThrowingContinuation { continuation in
            loop.spawn {
                let result: Result<Value, any Error>
                do {
                    try await pool.start()
                    result = .success(try await body(CatalogueTestBed(loop: loop, pool: pool)))
                } catch {
                    result = .failure(error)
                }
                await pool.close()
                continuation.resume(with: result)
            }
        }
    }
}

/// The answer to one document on a bed of its own.
func answer(_ document: String, _ variables: String = "{}", languages: String = "") async throws -> String {
    try await CatalogueTestBed.run { try await $0.answer(document, variables, languages: languages) }
}
