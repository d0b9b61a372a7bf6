/// What a list of titles may be narrowed by: the fields of `TitleFilter`, as SQL where `t` is the title and `s` its
/// statistics.
enum TitleCondition: Int, CaseIterable, Hashable, Sendable {
    case kind, adult
    case genresAny, genresAll, genresNone
    case keywordsAny, keywordsAll, keywordsNone
    case releasedFrom, releasedTo
    case languages, countries, people
    case ratingFrom, ratingTo, minRatings
    case runtimeFrom, runtimeTo
    case statuses, networks

    /// PostgreSQL's types of its parameters.
    var parameterTypes: [String] {
        switch self {
        case .kind: ["text"]
        case .adult: ["boolean"]
        case .genresAny, .genresAll, .genresNone, .languages, .countries: ["text[]"]
        case .keywordsAny, .keywordsAll, .keywordsNone, .networks: ["bigint[]"]
        case .releasedFrom, .releasedTo: ["date"]
        case .people: ["bigint[]", "text[]"]
        case .ratingFrom, .ratingTo: ["bigint"]
        case .minRatings, .runtimeFrom, .runtimeTo: ["integer"]
        case .statuses: ["title_status[]"]
        }
    }

    /// - Parameters:
    ///   - order: of the list, along whose index the rows are read.
    ///   - given: the condition's parameters with their types.
    func sql(_ order: TitleOrder, _ given: [String]) -> String {
        let value = given[0]
        return switch self {
        case .kind: "\(order.isOfStatistics ? "s" : "t").kind = \(value)"
        case .adult: "(not t.adult or \(value))"
        case .genresAny:
            // Asked first, and once: no title has a genre that there is not.
            """
            exists (select from genres y where \(Self.areNamed(value)))
               and \(Self.exists("title_genres", "genre_id = any (\(Self.genres(value)))"))
            """
        case .genresAll:
            """
            not exists (select from unnest(\(value)) w (name) where not exists (select from genres x where w.name in (x.slug, 'G_' || x.id)))
               and \(Self.hasAll("title_genres", "genre_id", Self.genres(value)))
            """
        case .genresNone: "not " + Self.exists("title_genres", "genre_id = any (\(Self.genres(value)))")
        case .keywordsAny: Self.exists("title_keywords", "keyword_id = any (\(value))")
        case .keywordsAll:
            // The first one again by itself, for the planner to begin with if it is rare.
            Self.exists("title_keywords", "keyword_id = (\(value))[1]") + " and "
                + Self.hasAll("title_keywords", "keyword_id", value)
        case .keywordsNone: "not " + Self.exists("title_keywords", "keyword_id = any (\(value))")
        case .releasedFrom: released(order, ">= \(value)")
        case .releasedTo: released(order, "<= \(value)")
        case .languages: "t.original_language = any (\(value))"
        case .countries: "t.countries && \(value)"
        case .people:
            """
            t.id in (select c.title_id
                       from unnest(\(value), \(given[1])) with ordinality w (person, department, place)
                       join credits c on c.person_id = w.person and (w.department is null or c.department = w.department)
                      group by 1 having count(distinct w.place) = cardinality(\(value)))
            """
        // Sums are of half stars.
        case .ratingFrom: "s.rating_count > 0 and s.rating_sum >= \(value) * s.rating_count"
        case .ratingTo: "s.rating_count > 0 and s.rating_sum <= \(value) * s.rating_count"
        case .minRatings: "s.rating_count >= \(value)"
        case .runtimeFrom: "t.runtime >= \(value)"
        case .runtimeTo: "t.runtime <= \(value)"
        case .statuses: "t.status = any (\(value))"
        case .networks: Self.exists("title_networks", "network_id = any (\(value))")
        }
    }

    /// `genresAny` for lists of which a page is the beginning: the genres of a title are looked up before anything else of it, where a
    /// join would be planned for all titles there are.
    static func hasGenre(_ names: String) -> String {
        """
        exists (select from genres y where \(areNamed(names)))
           and (select true from title_genres x where x.title_id = s.title_id and x.genre_id = any (\(genres(names))) limit 1)
        """
    }

    /// `genresAny` of one name where `s` is a title's popularity in a genre.
    static func isOfGenre(_ names: String) -> String { "s.genre_id = (\(genres(names)))[1]" }

    private static func exists(_ table: String, _ condition: String) -> String {
        "exists (select from \(table) x where x.title_id = t.id and x.\(condition))"
    }

    /// - Parameter keys: an array without repetition.
    private static func hasAll(_ table: String, _ column: String, _ keys: String) -> String {
        "(select count(*) from \(table) x where x.title_id = t.id and x.\(column) = any (\(keys))) = cardinality(\(keys))"
    }

    /// The keys of genres that are named by slug or ID, found once a statement.
    private static func genres(_ names: String) -> String {
        "array(select y.id from genres y where \(areNamed(names)))"
    }

    private static func areNamed(_ names: String) -> String {
        "(y.slug = any (\(names)) or 'G_' || y.id = any (\(names)))"
    }

    /// Asks the order's own expression too if it is one of the day, so that its index is entered at the right place.
    private func released(_ order: TitleOrder, _ comparison: String) -> String {
        let day = "t.release_date \(comparison)"
        return order.field == .releaseDate ? "\(day) and \(order.keys[0].expression) \(comparison)" : day
    }
}
