import PostgreSQL

/// Statements that read credits.
enum CreditStatements {
    static let byID = Template<CreditColumn>(
        "credits_by_id", caching: .rows(of: [], and: .credits), mayBeOwn: true,
        "select {columns} from credits t where t.id = any ($1::bigint[])")

    static let cast = byBilling(
        "cast", .ofTitles, "t.title_id = k.key and t.episode_id is null and t.department = 'acting'")

    /// Parameters: departments, job.
    static let crew = byBilling(
        "crew", .ofTitles, "t.title_id = k.key and t.episode_id is null and t.department <> 'acting'",
        filters: ["$3::text[] is null or t.department = any ($3::text[])", "$4::text is null or t.job = $4::text"])

    static let guestStars = byBilling(
        "guest_stars", .ofEpisodes, "t.episode_id = k.key and t.department = 'acting'")

    /// Parameters: departments.
    static let episodeCrew = byBilling(
        "episode_crew", .ofEpisodes, "t.episode_id = k.key and t.department <> 'acting'",
        filters: ["$3::text[] is null or t.department = any ($3::text[])"])

    /// Credits of each key in billing order.
    ///
    /// - Parameter filters: conditions on one parameter each, which hold for every row if that is null.
    private static func byBilling(
        _ name: String, _ caching: RowCaching, _ condition: String, filters: [String] = []
    ) -> PagedList<CreditColumn> {
        PagedList(
            name, from: "credits t", where: ([condition] + filters.map { "(\($0))" }).joined(separator: " and "),
            parameters: filters.count, by: [SortKey("t.billing", .integer), SortKey("t.id", .bigint)],
            caching: caching)
    }

    /// A person's credits, newest title first, those of titles still without a day in front. Parameters: kind,
    /// departments.
    static let ofPeople = PagedList<CreditColumn>(
        "credits_of_people", from: "credits t join titles o on o.id = t.title_id",
        where: """
            t.person_id = k.key and ($3::text is null or o.kind = $3::text)
               and ($4::text[] is null or t.department = any ($4::text[]))
            """, parameters: 2,
        by: [SortKey("coalesce(o.release_date, date '5874897-12-31')", .day), SortKey("t.id", .bigint)],
        isDescending: true, caching: .rows(of: [], and: [.credits, .title]))
}

extension RowCaching {
    fileprivate static let ofTitles = RowCaching.rows(of: [.title, .credits])
    /// News of credits name titles.
    fileprivate static let ofEpisodes = RowCaching.rows(of: .episode, and: .credits)
}
