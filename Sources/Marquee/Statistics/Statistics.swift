import GraphQL
import PostgreSQL

/// Figures about what a viewer watched in a span of days of their calendar. As the viewer.
typealias Statistics = Record<StatisticsColumn>

/// What is read, where `p` are the plays of the span between `$2` and `$3`.
enum StatisticsColumn: Int, EntityColumn {
    case from, to, moviePlays, movies, episodePlays, episodes, shows, showsCompleted, seasonsCompleted
    case minutes, movieMinutes, showMinutes, undatedPlays

    var expression: String {
        switch self {
        case .from: "$2::text::date"
        case .to: "$3::text::date"
        case .moviePlays: "count(*) filter (where p.kind = 'movie')"
        case .movies: "count(distinct p.title_id) filter (where p.kind = 'movie')"
        case .episodePlays: "count(p.episode_id)"
        case .episodes: "count(distinct p.episode_id)"
        case .shows: "count(distinct p.title_id) filter (where p.kind = 'show')"
        case .showsCompleted: "(select count(*) from viewer_completions($2::text::date, $3::text::date, true))"
        case .seasonsCompleted: "(select count(*) from viewer_completions($2::text::date, $3::text::date, false))"
        case .minutes: "coalesce(sum(p.minutes), 0)"
        case .movieMinutes: "coalesce(sum(p.minutes) filter (where p.kind = 'movie'), 0)"
        case .showMinutes: "coalesce(sum(p.minutes) filter (where p.kind = 'show'), 0)"
        case .undatedPlays: "count(*) filter (where p.precision = 'unknown')"
        }
    }
}

enum StatisticsStatements {
    /// One row even if no column sums up anything.
    static let ofViewer = Template<StatisticsColumn>(
        "statistics", planning: .eachTime,
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select {columns} from viewer_plays($2::text::date, $3::text::date) p having true) t
        """)
}

extension Resolvers<RequestContext> {
    mutating func statistics(_ schema: Schema) {
        object("Viewer", Viewer.self) { viewer in
            viewer.load("statistics") { viewers, call in
                let range = InputReader(call.arguments).object("range")
                let (from, to) = (range?.fields.string("from"), range?.fields.string("to"))
                if let range, let from, let to, from > to {
                    throw range.error("to", "expected a day that is not before \(from), got \(to)")
                }
                return Resolved(
                    try await call.context.one(
                        StatisticsStatements.ofViewer, viewers.map(\.id), needs: call.needs, [.text(from), .text(to)],
                        as: call.context.caller.viewer))
            }
        }
        object("Statistics", Statistics.self) { statistics in
            statistics.columns(of: "Statistics", in: schema)
            statistics.series()
        }
        timelinePoints(schema)
        genreCounts(schema)
        binges(schema)
    }
}

extension ObjectBinder where Parent == Statistics, Context == RequestContext {
    private mutating func part<Child: Sendable>(
        _ name: String, _ load: @escaping @Sendable (Statistics, Viewer, Call) async throws -> Resolved<Child>
    ) {
        self.load(name, needs: AttributeSet(StatisticsColumn.from, .to)) { statistics, call in
            try await load(statistics[0], call.context.signedIn(), call)
        }
    }

    /// What is told of the same span, each by a statement of its own.
    fileprivate mutating func series() {
        part("timeline") { statistics, viewer, call in
            let step = call.arguments.string("step")?.lowercased()
            return try await call.context.many(
                TimelineStatements.ofViewer, [viewer.id], needs: call.needs, statistics.span + [.text(step)], as: viewer
            )
        }
        part("byGenre") { statistics, viewer, call in
            let first = try call.arguments.bounded("first", 1...50, default: 20)
            return try await call.context.many(
                GenreCountStatements.ofViewer, [viewer.id], needs: call.needs, statistics.span + [.int(first)],
                as: viewer)
        }
        part("topRated") { statistics, viewer, call in
            let first = try call.arguments.bounded("first", 1...50, default: 10)
            let kind = call.arguments.string("kind")?.lowercased()
            return try await call.context.many(
                GivenStarsStatements.best, [viewer.id], needs: call.needs,
                statistics.span + [.text(kind), .int(first)],
                as: viewer)
        }
        part("ratings") { statistics, viewer, call in
            let votes = try await call.context.one(
                GivenStarsStatements.ofViewer, [viewer.id], needs: call.needs, statistics.span, as: viewer)
            return Resolved(votes.map { $0.map { RatingSummary($0) } })
        }
        part("binges") { statistics, viewer, call in
            Resolved(
                try await call.context.one(
                    BingeStatements.ofViewer, [viewer.id], needs: call.needs, statistics.span, as: viewer))
        }
    }
}

extension Statistics {
    /// First and last day, as parameters.
    fileprivate var span: [Parameter] { [.text(optionalText(.from)), .text(optionalText(.to))] }
}
