package import GraphQL

/// A movie or a show: a row of `titles`.
package typealias Title = Record<TitleColumn>

/// What can be read of a title. Counters live in `title_stats`, which private titles have no row in.
package enum TitleColumn: Int, EntityColumn {
    case id, kind, slug, title, originalTitle, originalLanguage, tagline, overview, releaseDate, year, lastAirDate
    case runtime, status, showType, countries, spokenLanguages, posterUrl, backdropUrl, seasonCount, episodeCount
    case isPrivate, createdAt, updatedAt
    case popularity, libraryCount, watcherCount, playCount, ratingSum, ratingCount, ratingWeighted, ratingHist
    case airedEpisodeCount

    package var expression: String {
        switch self {
        case .showType: "coalesce(t.show_type, 'other')"
        case .isPrivate: "t.owner_id is not null"
        case .popularity: "coalesce(s.popularity, 0)"
        case .libraryCount: "coalesce(s.library_count, 0)"
        case .watcherCount: "coalesce(s.watcher_count, 0)"
        case .playCount: "coalesce(s.play_count, 0)"
        case .ratingSum: "coalesce(s.rating_sum, 0)"
        case .ratingCount: "coalesce(s.rating_count, 0)"
        case .ratingWeighted: "s.rating_weighted"
        case .ratingHist: "s.rating_hist"
        case .airedEpisodeCount:
            "(select count(*) from episodes e where e.show_id = t.id and e.season_number > 0 and e.air_date <= current_date)"
        default: ownColumn
        }
    }

    private static let inStats = AttributeSet(
        TitleColumn.popularity, .libraryCount, .watcherCount, .playCount, .ratingSum, .ratingCount, .ratingWeighted,
        .ratingHist)

    package static func joins(for columns: AttributeSet) -> String {
        columns & inStats == 0 ? "" : "left join title_stats s on s.title_id = t.id"
    }
}

extension Title {
    var kind: NodeKind { isMovie ? .movie : .show }

    /// `movie` and `show` differ in their first letter.
    var isMovie: Bool { unsafe bytes(.kind).unsafeLoad(as: UInt8.self) == UInt8(ascii: "m") }
}
