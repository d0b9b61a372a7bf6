import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// How many statements a viewer's own fields cost, whatever number of objects they read: each document is tried with `$first`
/// of 1 and of 50, by a viewer who has more than that of everything. Each list costs one statement, and so does what hangs on its rows.
@Suite struct ViewerSQLCountTests {
    private static let costs: [(document: String, statements: [String: Int])] = [
        (
            """
            query ($first: Int) { viewer { upNext(first: $first) { totalCount nodes { title { title } episode { title }
              progress { percent } episodesLeft reason } } } }
            """,
            [
                "episodes_by_id": 1, "progress_of_shows": 1, "titles_by_id": 1, "up_next_by_recentlyWatched": 1,
                "up_next_by_recentlyWatched_count": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { history(first: $first) { totalCount nodes { watchedAt title { title }
              episode { title } run { number } } pageInfo { endCursor } } } }
            """, ["history": 1, "history_count": 1, "titles_by_id": 1]
        ),
        (
            """
            query ($first: Int) { viewer { history(first: $first, filter: {kind: SHOW}) { nodes { title { title }
              episode { title } run { number } } } } }
            """, ["episodes_by_id": 1, "history_filtered": 1, "runs_by_id": 1, "titles_by_id": 1]
        ),
        (
            """
            query ($first: Int) { viewer { library(first: $first) { totalCount nodes { status stars title { title
              genres { name } } progress { percent nextEpisode { title } } } } } }
            """,
            [
                "genres_by_id": 1, "library_by_updatedAt": 1, "library_by_updatedAt_count": 1,
                "progress_of_shows": 1, "titles_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { lists(first: $first, kind: CUSTOM) { totalCount nodes { name kind entryCount viewerWatchedCount
              owner { username } entries(first: 2) { totalCount nodes { position subject { ... on Movie { title }
                ... on Show { title } } } } } } } }
            """,
            [
                "list_entries_by_position": 1, "list_entries_by_position_count": 1, "list_entry_positions": 1,
                "lists_of_viewer_by_updatedAt": 1, "lists_of_viewer_by_updatedAt_count": 1, "lists_watched_counts": 1,
                "titles_by_id": 1, "users_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { systemList(kind: WATCHLIST) { entryCount entries(first: $first) { nodes {
              position list { name } subject { ... on Movie { title viewerState { favorite } } } } } } } }
            """,
            [
                "states_of_titles": 1, "system_lists": 2, "titles_by_id": 1, "watchlist_by_position": 1,
                "watchlist_positions": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { progress(first: $first) { totalCount nodes { percent show { title }
              lastEpisode { title } nextEpisode { title } run { number } runs { number } seasons { watchedCount
              season { number } } } } } }
            """,
            [
                "episodes_by_id": 1, "progress": 1, "progress_count": 1, "runs_by_id": 1, "runs_of_shows": 1,
                "season_progress_of_runs": 1, "seasons_by_id": 1, "titles_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { ratings(first: $first) { totalCount nodes { stars subject { id
              ... on Movie { title } } } } reviews(first: $first) { totalCount nodes { body likeCount viewerLikes
              subject { id } author { username } } } } }
            """,
            [
                "ratings_of_viewer": 1, "ratings_of_viewer_count": 1, "reviews_liked": 1, "reviews_of_authors": 1,
                "reviews_of_authors_count": 1, "titles_by_id": 2, "users_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { statistics { moviePlays minutes showsCompleted seasonsCompleted timeline { date }
              byGenre(first: $first) { plays genre { name } } topRated(first: $first) { stars subject { id } } ratings { count }
              binges { count } } } }
            """,
            ["genres_by_id": 1, "statistics": 1, "statistics_ratings": 1, "statistics_top_rated": 1, "titles_by_id": 1]
        ),
        (
            """
            query ($days: Int!) { viewer { calendar(days: $days) { date entries { type title { title } episode { title }
              watched } } } }
            """, ["calendar": 1, "episodes_by_id": 1, "titles_by_id": 1]
        ),
        (
            """
            query ($first: Int) { viewer { library(first: $first) { nodes { title { title viewerState { status favorite stars
              watchCount lists { name } review { body } plays(first: 2) { totalCount nodes { watchedAt } } entry { note } } } } } } }
            """,
            [
                "library_by_updatedAt": 1, "library_entries_of_titles": 1, "own_lists_of_titles": 1,
                "own_reviews_of_titles": 1, "plays_of_titles": 1, "plays_of_titles_count": 1, "states_of_titles": 1,
                "titles_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { progress(first: $first) { nodes { show { title viewerProgress { percent
              nextEpisode { title } } seasons { number viewerProgress { watchedCount } viewerRating
                episodes(first: 2) { nodes { title viewerState { watched playCount stars review { body } } } } } } } } } }
            """,
            [
                "episodes_by_id": 1, "episodes_of_seasons": 1, "own_reviews_of_episodes": 1, "progress": 1,
                "progress_of_seasons": 1, "progress_of_shows": 1, "ratings_of_seasons": 1, "seasons_of_shows": 1,
                "states_of_episodes": 1, "titles_by_id": 1,
            ]
        ),
        (
            """
            query ($first: Int) { viewer { lists(kind: SYSTEM) { nodes { name entryCount viewerWatchedCount
              entries(first: $first) { totalCount nodes { position } } } } } }
            """,
            [
                "completed_by_position": 1, "dropped_by_position": 1, "favorites_by_position": 1,
                "lists_of_viewer_by_updatedAt": 1, "on_hold_by_position": 1, "system_lists_watched_counts": 1,
                "watched_by_position": 1, "watched_positions": 1, "watching_by_position": 1, "watching_positions": 1,
                "watchlist_by_position": 1, "watchlist_by_position_count": 1, "watchlist_positions": 1,
            ]
        ),
    ]

    /// A viewer who has watched, rated, reviewed, planned and listed sixty movies and as many shows, which nobody else knows.
    private static func makeViewer(_ bed: AccountTestBed) async throws -> SignedUp {
        let ada = try await bed.register("counted.ada")
        let movies = try OwnTitles.movies("counted-", 60)
        let planned = try OwnTitles.movies("counting-", 60).map { "\"M_\($0)\"" }.joined(separator: ",")
        _ = try await bed.mutate(
            "setLibraryStatus", #"{"titleIds":[\#(planned)],"status":"PLANNED"}"#, "__typename", as: ada.token)
        try AccountDatabase.owner().execute(
            """
            begin;
            with shows as (
              insert into titles (kind, slug, title, sort_title)
                select 'show', 'counted-show-' || n, 'Show ' || n, 'show ' || n from generate_series(1, 60) n returning id),
            seasons as (insert into seasons (show_id, number) select id, 1 from shows returning id, show_id)
            insert into episodes (show_id, season_id, season_number, number, air_date)
              select show_id, id, 1, n, current_date - 2 + n from seasons, generate_series(1, 4) n;
            select set_config('marquee.viewer', '\(ada.key)', true);
            select mark_episode(e.id, false, now(), 'instant', false) from episodes e join titles t on t.id = e.show_id
             where t.slug like 'counted-show-%' and e.number = 1;
            select log_play(id, null, now(), 'instant', false, null, null, true) from titles where slug like 'counted-%' and kind = 'movie';
            insert into title_genres (title_id, genre_id, ordinal) select id, 1, 0 from titles where slug like 'counted-%';
            commit
            """)
        for movie in movies {
            let own = #"{"subjectId":"M_\#(movie)","#
            _ = try await bed.mutate("rate", own + #""stars":4}"#, "__typename", as: ada.token)
            _ = try await bed.mutate("saveReview", own + #""body":"seen"}"#, "__typename", as: ada.token)
            _ = try await bed.makeList("List \(movie)", "PRIVATE", ["M_\(movies[0])", "M_\(movie)"], as: ada)
        }
        return ada
    }

    /// The statement that counts a list has one text in all orders, and the name of the order that was asked for first.
    private static func withoutOrders(_ statements: some Sequence<(key: String, value: Int)>) -> [String: Int] {
        Dictionary(
            statements.map { name, count in
                guard name.hasSuffix("_count"), let order = name.firstRange(of: "_by_") else { return (name, count) }
                return (name[..<order.lowerBound] + "_count", count)
            }, uniquingKeysWith: +)
    }

    @Test func `the number of statements does not depend on how much a viewer has`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await Self.makeViewer(bed)
            for cost in Self.costs {
                for first in [1, 50] {
                    let work = try await bed.work {
                        try await bed.answer(cost.document, #"{"first":\#(first),"days":\#(first)}"#, as: ada.token)
                            .text
                    }
                    #expect(!work.answer.contains("errors"), "\(work.answer.prefix(400))")
                    let sent = work.statements.filter { $0.key != AccountCommands.check.name }
                    #expect(
                        Self.withoutOrders(sent) == Self.withoutOrders(cost.statements),
                        "first: \(first) \(cost.document)")
                }
            }
        }
    }
}
