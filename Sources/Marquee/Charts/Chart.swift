import GraphQL
import PostgreSQL

/// A place in a chart.
typealias ChartPlace = Record<ChartPlaceColumn>

/// What is read of a place, where `t` is its row in the chart.
package enum ChartPlaceColumn: Int, EntityColumn {
    /// The title's key.
    case id
    /// From 1.
    case rank
    /// What the chart is ordered by.
    case score

    package var expression: String { ownColumn }
}

/// Charts of titles: lists that end at a place.
enum Chart: String, CaseIterable {
    case popular, trending, topRated

    static let mostPlaces = 1000

    /// A chart is ordered anew by its job, of which nobody tells.
    var caching: RowCaching { .ranking(self == .trending ? .trending : .popular, for: RowCaching.hour) }

    /// The job that computes what the chart shows; nil for one that is computed as it is read.
    var job: String? {
        switch self {
        case .popular: "popularity"
        case .trending: "trending"
        case .topRated: nil
        }
    }
}

/// Charts, each whole, of one kind, of one genre, and of both.
enum ChartStatements {
    private static let lists = Dictionary(
        uniqueKeysWithValues: ChartShape.all.map { shape in (shape, list(shape)) })

    static func list(of shape: ChartShape) -> PagedList<ChartPlaceColumn> {
        guard let list = lists[shape] else { preconditionFailure("Every shape has its list.") }
        return list
    }

    /// When a job was last done, as RFC 3339; now, if it never was or none is named.
    static let computedAt = Statement(
        "chart_computed_at",
        """
        select k.key, to_char(coalesce((select j.finished_at from job_runs j where j.job = $2::text), now()) at time zone 'UTC',
                              'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
          from unnest($1::bigint[]) k (key)
        """)

    /// Places are counted from the top, so that reading a page costs as many rows as lie before its end.
    private static func list(_ shape: ChartShape) -> PagedList<ChartPlaceColumn> {
        // Popular titles of a genre have a table of their own; other charts walk along their order and look genres up.
        let isOfGenreAlone = shape.chart == .popular && shape.hasGenre
        let (source, key, extra) =
            switch shape.chart {
            case .popular: (isOfGenreAlone ? "genre_popularity s" : "title_stats s", "s.popularity", "true")
            case .topRated: ("title_stats s", "s.rating_weighted", "s.rating_count >= 5")
            case .trending: ("trending s", "s.score", "s.\"window\" = $3::text")
            }
        var conditions = ["not t.adult", extra]
        let own = shape.chart == .trending ? 1 : 0
        if shape.hasKind { conditions.append("s.kind = k.kind") }
        if shape.hasGenre {
            let genre = "array[k.genre]"
            conditions.append(isOfGenreAlone ? TitleCondition.isOfGenre(genre) : TitleCondition.hasGenre(genre))
        }
        let texts = shape.narrowings.enumerated().map { KeyText(column: $1, type: "text", parameter: own + $0 + 3) }
        let shown = shape.chart == .topRated ? "(c.key / 2)::real" : "c.key"
        return PagedList(
            shape.name,
            from: """
                (select c.id, c.key, \(shown) as score, row_number() over (order by c.key desc, c.id desc) as rank
                   from (select s.title_id as id, \(key) as key from \(source) join titles t on t.id = s.title_id
                          where \(conditions.joined(separator: " and "))
                          order by \(key) desc, s.title_id desc limit \(Chart.mostPlaces)) c) t
                """,
            where: "true", parameters: own + texts.count, texts: texts,
            by: [SortKey("t.key", .real), SortKey("t.id", .bigint)], isDescending: true, caching: shape.chart.caching,
            alwaysReads: AttributeSet(ChartPlaceColumn.id, .rank, .score) | PageNeeds.cursors)
    }
}

/// What a chart may be narrowed by.
struct ChartShape: Hashable {
    let chart: Chart
    var hasKind = false
    var hasGenre = false

    static let all = Chart.allCases.flatMap { chart in
        [false, true].flatMap { hasKind in
            [false, true].map { ChartShape(chart: chart, hasKind: hasKind, hasGenre: $0) }
        }
    }

    /// What it is narrowed by is of each page, so that pages of several kinds and genres share a statement.
    fileprivate var narrowings: [String] { (hasKind ? ["kind"] : []) + (hasGenre ? ["genre"] : []) }

    fileprivate var name: String {
        "chart_\(chart)\(hasKind ? "_of_kind" : "")\(hasGenre ? "_of_genre" : "")"
    }
}
