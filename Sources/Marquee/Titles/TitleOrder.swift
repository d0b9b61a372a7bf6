import GraphQL

/// An order of titles: the input `TitleOrder`.
struct TitleOrder: Hashable, Sendable {
    /// As the enum `TitleOrderField` names them.
    enum Field: String, CaseIterable, Sendable {
        case popularity = "POPULARITY"
        case rating = "RATING"
        case ratingCount = "RATING_COUNT"
        case releaseDate = "RELEASE_DATE"
        case title = "TITLE"
        case createdAt = "CREATED_AT"
    }

    var field = Field.popularity
    var isDescending = true

    init(_ field: Field, isDescending: Bool) {
        self.field = field
        self.isDescending = isDescending
    }

    /// Reads the argument `orderBy`; without it, by popularity.
    init(_ arguments: FieldArguments) {
        guard let order = arguments.object("orderBy").map({ FieldArguments($0) }) else { return }
        field = order.string("field").flatMap(Field.init) ?? .popularity
        isDescending = order.string("direction") != "ASC"
    }

    /// What places a row, where `t` is the title and `s` its statistics.
    var keys: [SortKey] { [main, isOfStatistics ? SortKey("s.title_id", .bigint) : SortKey("t.id", .bigint)] }

    /// Whether the order lies in `title_stats`, so that reading begins there.
    var isOfStatistics: Bool {
        switch field {
        case .popularity, .rating, .ratingCount: true
        case .releaseDate, .title, .createdAt: false
        }
    }

    /// Titles without the value come last, whichever way the order goes: each direction has its own stand-in. These are
    /// the expressions of the indexes in `0003_title_orders.sql`.
    private var main: SortKey {
        switch field {
        case .popularity: SortKey("s.popularity", .real)
        case .rating:
            SortKey("(case when s.rating_count > 0 then s.rating_weighted else \(isDescending ? 0 : 11) end)", .real)
        case .ratingCount: SortKey("s.rating_count", .integer)
        case .releaseDate:
            SortKey(
                "(case when t.release_date is null then date '\(isDescending ? "4713-01-01 BC" : "5874897-12-31")' else t.release_date end)",
                .day)
        case .title: SortKey("t.sort_title", .text)
        case .createdAt: SortKey("t.created_at", .instant)
        }
    }
}
