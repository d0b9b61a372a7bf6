import DataLoader
package import EventLoop
package import GraphQL
package import GraphQLHTTP
import PostgreSQL

/// What the requests of one loop share, besides their rows.
package final class LoopServices: Sendable {
    /// Who subscribes to titles; nil where no news are heard.
    let followers: TitleFollowers?
    /// What signs people in; nil where nobody can.
    let accounts: AccountServices?
    /// What callers may spend; nil for no limit.
    let budget: RateBudget?
    /// Votes that the statistics do not count yet.
    let freshRatings: FreshRatings
    /// Where it is told what viewers do.
    let newsboard: Newsboard
    /// What administrators may empty and fill; nil where nothing is kept.
    let caches: LoopCaches?

    package init(
        followers: TitleFollowers? = nil, accounts: AccountServices? = nil, budget: RateBudget? = nil,
        freshRatings: FreshRatings = FreshRatings(), newsboard: Newsboard = Newsboard(), caches: LoopCaches? = nil
    ) {
        self.followers = followers
        self.accounts = accounts
        self.budget = budget
        self.freshRatings = freshRatings
        self.newsboard = newsboard
        self.caches = caches
    }
}

/// What every resolver of one request shares.
package final class RequestContext: Sendable {
    /// What changes while the request runs.
    struct State {
        /// Whether it has come upon a title that is its viewer's own.
        var hasMetOwn = false
        /// How the caller stands, once the request has been charged.
        var rate: RateBudget.Reading?
    }

    package let loop: EventLoop
    let rows: RowLoader
    let memo: RowLoader.Memo
    package let traceID: TraceID
    /// The languages its texts are wanted in, unless an argument says otherwise.
    package let languages: LanguagePreference
    /// Who asks.
    let caller: Caller
    let services: LoopServices
    let state: LoopBound<State>

    package init(
        loop: EventLoop, rows: RowLoader, traceID: TraceID, languages: LanguagePreference = .none,
        caller: Caller = Caller(), services: LoopServices = LoopServices()
    ) {
        self.loop = loop
        self.rows = rows
        self.traceID = traceID
        self.languages = languages
        self.caller = caller
        self.services = services
        state = LoopBound(loop, State())
        memo = RowLoader.Memo(loop: loop)
    }
}

extension RequestContext {
    /// How long what it says of the caller will count; nil for as long as one likes.
    package var lifetime: Duration? { caller.viewer?.lifetime }

    /// How many SQL statements the request took part in.
    package var statementCount: Int { memo.fetchCount }

    /// What the request's statements took, for the log of slow operations.
    package var statementTimes: [StatementTime] {
        memo.fetches.map { StatementTime(name: $0.query.statement.name, keys: $0.keys.count, duration: $0.duration) }
    }

    /// What `MARQUEE_DEBUG_EXTENSIONS` shows: the statements the request took part in, its keys in each, those of all
    /// requests in the batch, and how long it waited.
    var debugExtensions: InputObject {
        let statements = memo.fetches.map { fetch in
            InputValue.object(
                InputObject([
                    InputField("name", .string(fetch.query.statement.name)),
                    InputField("text", .string(fetch.query.statement.sql)),
                    InputField("keys", .int(Int64(fetch.keys.count))),
                    InputField("batchKeys", .int(Int64(fetch.batchKeys))),
                    InputField("microseconds", fetch.duration.map { .int(Int64($0 / .microseconds(1))) } ?? .null),
                ]))
        }
        return InputObject([InputField("sql", .list(statements))])
    }
}

package typealias Call = FieldCall<RequestContext>

/// What is loaded as nobody and shared by the requests of a loop or, `as` a viewer, loaded for this request alone.
extension RequestContext {
    /// The entity of each key, or null.
    func one<Column>(
        _ template: Template<Column>, _ keys: [Int64?], needs: AttributeSet, _ parameters: [Parameter] = [],
        in languages: LanguagePreference? = nil, as viewer: Viewer? = nil
    ) async throws -> [Record<Column>?] {
        var (query, columns) = template.query(for: needs, parameters, in: languages ?? self.languages)
        query.asker = viewer.map(asker)
        let slices = try await slices(query, keys.compactMap { $0 }, mayBeOwn: template.mayBeOwn)
        var next = slices.makeIterator()
        return keys.map { key in
            guard key != nil, let slice = next.next() ?? nil else { return nil }
            return template.record(slice.rows, slice.range.lowerBound, columns)
        }
    }

    /// The entities of each key, in the statement's order.
    func many<Column>(
        _ template: Template<Column>, _ keys: [Int64], needs: AttributeSet, _ parameters: [Parameter] = [],
        as viewer: Viewer? = nil
    ) async throws -> Resolved<Record<Column>> {
        var (query, columns) = template.query(for: needs, parameters, in: languages)
        query.asker = viewer.map(asker)
        let slices = try await slices(query, keys)
        var offsets: [Int32] = [0]
        offsets.reserveCapacity(keys.count + 1)
        var records: [Record<Column>] = []
        for slice in slices {
            if let slice {
                for row in slice.range { records.append(template.record(slice.rows, row, columns)) }
            }
            offsets.append(Int32(records.count))
        }
        return Resolved(offsets: offsets, values: records)
    }

    /// The rows of each key: public ones or, where there are none, those that are the viewer's own.
    ///
    /// Few titles are anybody's own, so that is looked for only where a key names a title, season, episode or credit, and
    /// behind them: once a request has met one, for whatever hangs on nothing public.
    ///
    /// - Parameters:
    ///   - mayBeOwn: whether the keys name what may be somebody's own.
    ///   - isNone: whether nothing public was found.
    func slices(
        _ query: RowQuery, _ keys: [Int64], mayBeOwn: Bool = false, isNone: (RowSlice?) -> Bool = { $0 == nil }
    ) async throws -> [RowSlice?] {
        var slices = try await rows.load(query, keys, memo: memo)
        guard query.asker == nil, let viewer = caller.viewer, mayBeOwn || state.withValue({ $0.hasMetOwn }) else {
            return slices
        }
        let missing = slices.indices.filter { isNone(slices[$0]) }
        if missing.isEmpty { return slices }
        var own = query
        own.asker = asker(viewer)
        let found = try await rows.load(own, missing.map { keys[$0] }, memo: memo)
        for (index, slice) in zip(missing, found) { slices[index] = slice }
        if found.contains(where: { !isNone($0) }) { state.withValue { $0.hasMetOwn = true } }
        return slices
    }

    func asker(_ viewer: Viewer) -> Asker { Asker(scope: viewer.scope, request: ObjectIdentifier(self)) }
}
