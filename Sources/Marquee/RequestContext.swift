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
        /// Statements that were sent for the request alone: what mutations run.
        var commands: [SentCommand] = []
        /// When what was refused may be tried again.
        var retryAt: Moment?
        /// Answers of PostgreSQL whose rows the request reads.
        var kept: [Rows] = []
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

    /// How many seconds whoever was refused should wait, for the header `Retry-After`; nil if nobody was.
    package var retryAfter: Int64? { state.withValue { $0.retryAt }.map { max(1, $0.seconds - Moment.now.seconds) } }
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
            return template.record(slice.rows.view, slice.range.lowerBound, columns)
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
                let rows = slice.rows.view
                for row in slice.range { records.append(template.record(rows, row, columns)) }
            }
            offsets.append(Int32(records.count))
        }
        return Resolved(offsets: offsets, values: records)
    }

    /// The rows of each key: public ones or, where there are none, those that are the viewer's own.
    ///
    /// Few titles are anybody's own, so that is looked for only where a key names a title, season, episode or credit, and
    /// behind them: once a request has met one, for whatever hangs on nothing public. What is asked by texts is public.
    ///
    /// - Parameters:
    ///   - mayBeOwn: whether the keys name what may be somebody's own.
    ///   - isNone: whether nothing public was found.
    func slices(
        _ query: RowQuery, _ keys: [Int64], mayBeOwn: Bool = false, isNone: (RowSlice?) -> Bool = { $0 == nil }
    ) async throws -> [RowSlice?] {
        var slices = try await rows.load(query, keys, memo: memo)
        keep(slices)
        guard query.asker == nil, query.textsOfKey.isEmpty, let viewer = caller.viewer,
            mayBeOwn || state.withValue({ $0.hasMetOwn })
        else { return slices }
        let missing = slices.indices.filter { isNone(slices[$0]) }
        if missing.isEmpty { return slices }
        var own = query
        own.asker = asker(viewer)
        let found = try await rows.load(own, missing.map { keys[$0] }, memo: memo)
        keep(found)
        for (index, slice) in zip(missing, found) { slices[index] = slice }
        if found.contains(where: { !isNone($0) }) { state.withValue { $0.hasMetOwn = true } }
        return slices
    }

    /// Keeps what records are read from until the request has been answered.
    private func keep(_ slices: [RowSlice?]) {
        state.withValue { state in
            for case let slice? in slices where slice.rows !== state.kept.last { state.kept.append(slice.rows) }
        }
    }

    func asker(_ viewer: Viewer) -> Asker { Asker(scope: viewer.scope, request: ObjectIdentifier(self)) }
}
