import PostgreSQL

/// Statements that read credits.
enum CreditStatements {
    static let byID = Template<CreditColumn>(
        "credits_by_id", "select t.id, {columns} from credits t where t.id = any ($1::bigint[])")

    static let cast = byBilling("cast", "t.title_id = k.key and t.episode_id is null and t.department = 'acting'")

    /// Parameters: departments, job.
    static let crew = byBilling(
        "crew", "t.title_id = k.key and t.episode_id is null and t.department <> 'acting'",
        filters: ["t.department = any ({}::text[])", "t.job = {}::text"])

    static let guestStars = byBilling("guest_stars", "t.episode_id = k.key and t.department = 'acting'")

    /// Parameters: departments.
    static let episodeCrew = byBilling(
        "episode_crew", "t.episode_id = k.key and t.department <> 'acting'",
        filters: ["t.department = any ({}::text[])"])

    /// Credits of each key in billing order.
    ///
    /// - Parameter filters: conditions on one parameter each, `{}`, which hold for every row if that is null.
    private static func byBilling(
        _ name: String, _ condition: String, filters: [String] = []
    ) -> PagedList<CreditColumn> {
        PagedList(
            name, order: CursorOrder(name: "billing", values: [.integer, .bigint]),
            """
            select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
              select t.billing || E'\\t' || t.id, {columns} from credits t
               where \(condition)\(conjunction(filters, from: 3)) {after}
               order by t.billing, t.id limit $2::integer) t
            """,
            after: "and (t.billing, t.id) > ($\(filters.count + 3)::integer, $\(filters.count + 4)::bigint)",
            count: """
                select k.key, count(*) from unnest($1::bigint[]) k (key) join credits t
                    on \(condition)\(conjunction(filters, from: 2)) group by 1
                """)
    }

    private static func conjunction(_ filters: [String], from number: Int) -> String {
        filters.enumerated().map { index, filter in
            let parameter = "$\(number + index)"
            let condition = filter.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: parameter)
            return " and (\(condition) is not false or \(parameter) is null)"
        }.joined()
    }

    /// A person's credits, newest title first. Parameters: kind, departments.
    static let ofPeople = PagedList<CreditColumn>(
        "credits_of_people", order: CursorOrder(name: "released", values: [.integer, .bigint]),
        """
        select k.key, t.* from unnest($1::bigint[]) k (key) cross join lateral (
          select \(released) || E'\\t' || t.id, {columns}
            from credits t join titles o on o.id = t.title_id
           where t.person_id = k.key and ($3::text is null or o.kind = $3::text)
             and ($4::text[] is null or t.department = any ($4::text[])) {after}
           order by \(released) desc, t.id desc limit $2::integer) t
        """,
        after: "and (\(released), t.id) < ($5::integer, $6::bigint)",
        count: """
            select t.person_id, count(*) from credits t join titles o on o.id = t.title_id
             where t.person_id = any ($1::bigint[]) and ($2::text is null or o.kind = $2::text)
               and ($3::text[] is null or t.department = any ($3::text[])) group by 1
            """)

    /// The day of release as a number, so that titles without one have a place: in front, for they are still to come.
    private static let released = "coalesce(o.release_date - date '0001-01-01', 9999999)"
}
