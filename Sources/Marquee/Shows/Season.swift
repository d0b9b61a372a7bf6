package import GraphQL

/// A row of `seasons`.
package typealias Season = Record<SeasonColumn>

package enum SeasonColumn: Int, EntityColumn {
    case id, showId, number, title, overview, airDate, posterUrl, episodeCount, updatedAt
    case airedEpisodeCount
    case ratingSum = 50, ratingCount, ratingHist

    package var expression: String {
        switch self {
        case .title: "coalesce(t.title, case t.number when 0 then 'Specials' else 'Season ' || t.number end)"
        case .posterUrl: "coalesce(t.poster_url, (select poster_url from titles where id = t.show_id))"
        case .airedEpisodeCount:
            "(select count(*) from episodes e where e.season_id = t.id and e.air_date <= current_date)"
        case .ratingSum: "coalesce(s.rating_sum, 0)"
        case .ratingCount: "coalesce(s.rating_count, 0)"
        case .ratingHist: "s.rating_hist"
        default: ownColumn
        }
    }

    package static func joins(for columns: AttributeSet) -> String {
        columns & AttributeSet(SeasonColumn.ratingSum, .ratingCount, .ratingHist) == 0
            ? "" : "left join season_stats s on s.season_id = t.id"
    }
}

extension SeasonColumn {
    package static func dependency(of columns: AttributeSet) -> RowDependency? {
        .of(
            columns,
            [
                (AttributeSet(SeasonColumn.posterUrl), RowDependency(kinds: .title)),
                (
                    AttributeSet(SeasonColumn.airedEpisodeCount),
                    RowDependency(kinds: .episode, lifetime: RowCaching.minutes)
                ),
                (RatingNeeds.all, RowDependency(lifetime: RowCaching.seconds)),
            ])
    }
}

extension SeasonColumn: RatedColumn {
    static var weighted: SeasonColumn? { nil }
}

enum SeasonStatements {
    static let byID = Template<SeasonColumn>(
        "seasons_by_id", caching: .rows(of: .season), mayBeOwn: true,
        "select {columns} from seasons t {joins} where t.id = any ($1::bigint[])")

    static let ofShows = Template<SeasonColumn>(
        "seasons_of_shows", caching: .rows(of: .title, and: .season),
        """
        select t.show_id, {columns} from seasons t {joins}
         where t.show_id = any ($1::bigint[]) and t.number >= $2::integer order by t.show_id, t.number
        """)

    static let byNumber = Template<SeasonColumn>(
        "season_by_number", caching: .rows(of: .title, and: .season),
        "select t.show_id, {columns} from seasons t {joins} where t.show_id = any ($1::bigint[]) and t.number = $2::integer"
    )
}

extension Resolvers<RequestContext> {
    mutating func seasons(_ schema: Schema) {
        object("Season", Season.self) { season in
            let id = AttributeSet(SeasonColumn.id)
            season.columns(of: "Season", in: schema)
            season.globalID(.season, SeasonColumn.id)
            season.load("show", needs: AttributeSet(SeasonColumn.showId)) { seasons, call in
                let keys = seasons.map { $0.int(.showId) }
                return Resolved(try await call.context.one(TitleStatements.byID, keys, needs: call.needs))
            }
            season.child("poster", needs: AttributeSet(SeasonColumn.id, .posterUrl)) { season in
                Image(.poster, of: GlobalID(.season, season.int(.id)), stored: season.optionalText(.posterUrl))
            }
            season.load("episodes", needs: id) { seasons, call in
                try await call.context.page(EpisodeStatements.ofSeasons, seasons.map { $0.int(.id) }, call)
            }
            season.ratings(of: .season, SeasonColumn.id)
            season.reviews(of: .season, SeasonColumn.id)
            season.load("externalIds", needs: id) { seasons, call in
                try await call.context.externalIDs(.seasons, of: seasons.map { $0.int(.id) })
            }
        }
    }
}
