import PostgreSQL

/// Titles that one test has to itself, in the database of the suites on accounts.
enum OwnTitles {
    /// The key of a new public movie.
    static func movie(_ slug: String) throws -> Int64 { try make("movie", slug) }

    /// The key of a new movie that only its owner sees.
    static func manual(_ slug: String, of owner: SignedUp) throws -> Int64 { try make("movie", slug, owner.key) }

    /// A public show with one season of so many episodes, all of which have aired.
    struct Show {
        let key: Int64
        let season: Int64
        let episodes: [Int64]
    }

    static func show(_ slug: String, episodes: Int = 2) throws -> Show {
        let owner = try AccountDatabase.owner()
        let key = try make("show", slug)
        let season = try owner.query(
            "insert into seasons (show_id, number) values ($1, 1) returning id", [.int(key)]
        ).int(0, 0)
        let made = try owner.query(
            """
            insert into episodes (show_id, season_id, season_number, number, air_date)
            select $1, $2, 1, n, '2020-01-01' from generate_series(1, $3::integer) n returning id
            """, [.int(key), .int(season), .int(Int64(episodes))])
        return Show(key: key, season: season, episodes: (0..<made.count).map { made.int($0, 0) })
    }

    /// The keys of many new movies.
    static func movies(_ slug: String, _ count: Int) throws -> [Int64] {
        let made = try AccountDatabase.owner().query(
            """
            insert into titles (kind, slug, title, sort_title, release_date)
            select 'movie', $1 || n, 'Film ' || n, 'film ' || lpad(n::text, 5, '0'), date '2000-01-01' + n
              from generate_series(1, $2::integer) n returning id
            """, [.text(slug), .int(Int64(count))])
        return (0..<made.count).map { made.int($0, 0) }
    }

    private static func make(_ kind: String, _ slug: String, _ owner: Int64? = nil) throws -> Int64 {
        try AccountDatabase.owner().query(
            """
            insert into titles (kind, slug, title, sort_title, owner_id)
            values ($1::text, $2, initcap($2), $2, $3) returning id
            """, [.text(kind), .text(slug), .int(owner)]
        ).int(0, 0)
    }
}
