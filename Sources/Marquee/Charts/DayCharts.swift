import GraphQL
import PostgreSQL

/// Charts that follow the calendar. Days are those of UTC, unless a time zone is asked for.
enum DayChartStatements {
    private static let byRelease = TitleOrder(.releaseDate, isDescending: false)

    /// Parameters: days ahead.
    static let upcoming = releases(
        "upcoming", after: "current_date", until: "current_date + $3::integer", parameters: 1)
    /// Parameters: days ahead, the kind.
    static let upcomingOfKind = releases(
        "upcoming_of_kind", after: "current_date", until: "current_date + $3::integer", "t.kind = $4::text",
        parameters: 2)
    static let nowPlaying = releases(
        "now_playing", after: "current_date - 43", until: "current_date", "t.kind = 'movie'", isDescending: true)

    /// Parameter: the time zone. An episode without an hour airs on its day in every zone.
    static let airingToday = PagedList<EpisodeColumn>(
        "airing_today",
        from: "episodes t join titles w on w.id = t.show_id join title_stats p on p.title_id = t.show_id {joins}",
        where: """
            t.owner_id is null and not w.adult
               and t.air_date between (now() at time zone $3::text)::date - 1 and (now() at time zone $3::text)::date + 1
               and coalesce((t.airs_at at time zone $3::text)::date, t.air_date) = (now() at time zone $3::text)::date
            """,
        parameters: 1, by: [SortKey("p.popularity", .real), SortKey("t.id", .bigint)],
        isDescending: true, caching: .ranking(.popular, for: RowCaching.quarter))

    /// Titles released within a span of days, along the index of the order.
    private static func releases(
        _ name: String, after: String, until: String, _ condition: String = "true", isDescending: Bool = false,
        parameters: Int = 0
    ) -> PagedList<TitleColumn> {
        let order = TitleOrder(.releaseDate, isDescending: isDescending)
        let day = order.keys[0].expression
        return PagedList(
            name, from: "title_stats s join titles t on t.id = s.title_id",
            where: "t.owner_id is null and not t.adult and \(condition) and \(day) > \(after) and \(day) <= \(until)",
            parameters: parameters, by: order.keys, isDescending: isDescending,
            caching: .ranking(.popular, for: RowCaching.hour))
    }
}

extension RequestContext {
    fileprivate func upcoming(_ call: Call) async throws -> Resolved<Connection<TitleColumn>> {
        let days = try call.arguments.bounded("days", 1...730, default: 90)
        let needs = AttributeSet(TitleColumn.kind)
        guard let kind = call.arguments.string("kind")?.lowercased() else {
            return try await page(DayChartStatements.upcoming, [0], call, needs: needs, [.int(days)])
        }
        return try await page(
            DayChartStatements.upcomingOfKind, [0], call, needs: needs, [.int(days), .text(kind)])
    }

    fileprivate func airingToday(_ call: Call) async throws -> Resolved<Connection<EpisodeColumn>> {
        var zone = "UTC"
        if let asked = call.arguments.string("timeZone") {
            guard let name = try await canonical(timeZone: asked) else {
                throw FieldError(badArgument: "timeZone", "the IANA database has no time zone \"\(asked)\"")
            }
            zone = name
        }
        return try await page(DayChartStatements.airingToday, [0], call, [.text(zone)])
    }
}

extension Resolvers<RequestContext> {
    mutating func dayCharts() {
        root("Query") { query in
            query.load("upcoming") { _, call in try await call.context.upcoming(call) }
            query.load("nowPlaying") { _, call in
                try await call.context.page(
                    DayChartStatements.nowPlaying, [0], call, needs: AttributeSet(TitleColumn.kind))
            }
            query.load("airingToday") { _, call in try await call.context.airingToday(call) }
        }
    }
}
