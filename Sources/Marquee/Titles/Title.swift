package import GraphQL

/// A movie or a show: a row of `titles`.
package typealias Title = Record<TitleColumn>

/// What can be read of a title. Counters live in `title_stats`, which private titles have no row in.
package enum TitleColumn: Int, EntityColumn {
    case id, kind, slug, title, originalTitle, originalLanguage, tagline, overview, releaseDate, year, lastAirDate
    case runtime, status, showType, countries, spokenLanguages, posterUrl, backdropUrl, seasonCount, episodeCount
    case isPrivate, createdAt, updatedAt
    case popularity, libraryCount, watcherCount, playCount, airedEpisodeCount
    /// In their order; `title_genres` is copied into it.
    case genreIds
    case ratingSum = 50, ratingCount, ratingHist, ratingWeighted

    package var expression: String {
        switch self {
        case .originalTitle:
            "coalesce(t.original_title, case when t.original_language = '\(LanguageTag.catalogue)' then t.title end)"
        case .tagline, .overview: "coalesce(\(ownColumn), \(originalText))"
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

    /// The same in the first of the languages that there is a text in.
    package func expression(inLanguages languages: String) -> String? {
        switch self {
        case .title:
            // The original title is no translation, but one of the languages may be the original one.
            let original = "case when l.tag = t.original_language then coalesce(t.original_title, t.title) end"
            return "coalesce(\(Self.firstText("coalesce(x.title, \(original))", languages)), t.title)"
        case .tagline, .overview:
            return "coalesce(\(Self.firstText("x.\(self)", languages)), \(ownColumn), \(originalText))"
        default: return nil
        }
    }

    /// Looks through the title's translations in order of the languages.
    private static func firstText(_ text: String, _ languages: String) -> String {
        """
        (select w.text from unnest(\(languages)::text[]) with ordinality l (tag, place)
           left join title_texts x on x.title_id = t.id and x.language = l.tag cross join lateral (select \(text)) w (text)
          where w.text is not null order by l.place limit 1)
        """
    }

    /// What there is in the language the title was made in.
    private var originalText: String {
        "(select x.\(self) from title_texts x where x.title_id = t.id and x.language = t.original_language)"
    }

    fileprivate static let inStats = AttributeSet(
        TitleColumn.popularity, .libraryCount, .watcherCount, .playCount, .ratingSum, .ratingCount, .ratingWeighted,
        .ratingHist)

    package static func joins(for columns: AttributeSet) -> String {
        columns & inStats == 0 ? "" : "left join title_stats s on s.title_id = t.id"
    }
}

extension TitleColumn {
    package static func dependency(of columns: AttributeSet) -> RowDependency? {
        .of(
            columns,
            [
                (inStats, RowDependency(lifetime: RowCaching.minutes)),
                (RatingNeeds.all, RowDependency(lifetime: RowCaching.seconds)),
                (
                    AttributeSet(TitleColumn.airedEpisodeCount),
                    RowDependency(kinds: .episode, lifetime: RowCaching.minutes)
                ),
            ])
    }
}

extension Title {
    var kind: NodeKind { isMovie ? .movie : .show }

    /// `movie` and `show` differ in their first letter.
    var isMovie: Bool { unsafe bytes(.kind).unsafeLoad(as: UInt8.self) == UInt8(ascii: "m") }
}
