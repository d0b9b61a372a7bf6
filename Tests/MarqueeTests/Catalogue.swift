import DatabaseSupport
import PostgreSQL

@testable import Marquee

/// The sample catalogue and a few rows beside it, in a database that all suites of the process share. Nobody writes to
/// it after it was made.
enum Catalogue {
    static func url() throws -> String { try made.get() }

    private static let made = Result {
        let url = try ReadyDatabase.sample()
        let connection = try OwnerConnection(url: url)
        try connection.execute(additions)
        try connection.execute("select refresh_search_words(), refresh_search_top()")
        return url
    }

    /// The global ID of a movie, by its slug.
    static func movie(_ slug: String) throws -> String {
        try id("M", "titles where kind = 'movie' and slug = $1", slug)
    }

    static func show(_ slug: String) throws -> String { try id("S", "titles where kind = 'show' and slug = $1", slug) }

    static func person(_ slug: String) throws -> String { try id("P", "people where slug = $1", slug) }

    static func genre(_ slug: String) throws -> String { try id("G", "genres where slug = $1", slug) }

    private static func id(_ letter: String, _ source: String, _ slug: String) throws -> String {
        try texts("select '\(letter)_' || id from \(source)", [.text(slug)])[0]
    }

    /// The first column of what a statement of the owner gives: what an answer is held against.
    static func texts(_ sql: String, _ parameters: [Parameter] = []) throws -> [String] {
        let rows = try OwnerConnection(url: url()).query(sql, parameters)
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    /// What the sample has none of: a private title with a credit, a title with letters that need escapes, votes,
    /// specials beside seasons without names, episodes still to come, guest stars, texts in several languages.
    private static let additions = #"""
        insert into users (id, username) overriding system value values (9001, 'keeper');
        insert into titles (id, kind, owner_id, slug, title, sort_title) overriding system value values
          (9001, 'movie', 9001, 'home-film', 'Home Film', 'home film'),
          (9002, 'show', 9001, 'home-show', 'Home Show', 'home show');
        insert into titles (id, kind, slug, title, sort_title, tagline, status, release_date, countries, poster_url,
                            backdrop_url, created_at, updated_at)
        overriding system value values
          (9003, 'movie', 'escapes', E'A "quote", a \\ and a\ttab: \u00e9\u2603', 'escapes', 'Line one
        line two', 'post_production', '0988-03-01', '{GB,"Two Words","a,b","q\"b\\s"}',
           'https://images.example/{size}/p.jpg', 'https://images.example/b.jpg', '2026-01-02 03:04:05.678901+00',
           '2026-01-02 05:04:05+02');
        insert into titles (id, kind, slug, title, sort_title) overriding system value values
          (9004, 'movie', 'bare', 'Bare', 'bare'), (9005, 'show', 'little-show', 'Little Show', 'little show');
        insert into titles (id, kind, slug, title, sort_title, original_title, original_language, tagline, overview)
        overriding system value values
          (9010, 'movie', 'spoken-word', 'The Word', 'word', 'Ordet', 'da', 'Speak.', null),
          (9011, 'movie', 'some-thing', 'The Thing', 'thing', null, 'fr', null, 'It comes.');
        insert into title_texts (title_id, language, title, tagline, overview) values
          (9010, 'de', 'Das Wort', null, 'Auf Deutsch.'), (9010, 'de-AT', null, 'Sprich!', null),
          (9010, 'pt-BR', 'A Palavra', null, null), (9010, 'da', null, null, 'På dansk.'),
          (9011, 'de', 'Das Ding', 'Es kommt.', null), (9011, 'fr', null, 'Elle vient.', null);
        update titles set poster_url = 'https://images.example/show.jpg' where id = 9005;
        update title_stats set rating_sum = 15, rating_count = 2, rating_hist = '{0,0,0,0,0,1,0,0,1,0}', rating_weighted = 7.25,
               library_count = 3, watcher_count = 2, play_count = 5 where title_id = 9003;
        insert into people (id, slug, name, also_known_as) overriding system value values
          (9001, 'guest', 'Guest', '{"O''Neill, \"Nell\"",NULLA,"back\\slash","{}"}'), (9002, 'nobody', 'Nobody', '{}');
        insert into seasons (id, show_id, number, title, overview, poster_url) overriding system value values
          (9001, 9005, 0, null, null, null), (9002, 9005, 1, null, null, null),
          (9003, 9005, 2, 'Two', 'The second.', 'https://images.example/two.jpg');
        insert into episodes (id, show_id, season_id, season_number, number, title, overview, air_date, still_url)
        overriding system value values
          (9001, 9005, 9001, 0, 1, 'A special', null, '2001-01-01', null),
          (9002, 9005, 9002, 1, 1, null, 'Who did it.', '2000-01-01', 'https://images.example/{size}/still.jpg'),
          (9003, 9005, 9002, 1, 2, 'Two', null, '2000-01-08', null),
          (9004, 9005, 9003, 2, 1, 'Three', null, current_date + 7, null),
          (9005, 9005, 9003, 2, 2, 'Four', null, current_date + 14, null),
          (9006, 9005, 9003, 2, 3, 'Five', null, null, null);
        insert into episode_stats (episode_id, rating_sum, rating_count, rating_hist) values (9002, 20, 2, '{0,0,0,0,0,0,0,0,0,2}');
        insert into credits (id, person_id, title_id, episode_id, department, job, character, billing) overriding system value values
          (9001, 9001, 9001, null, 'acting', null, 'Themselves', 0), (9002, 9001, 9003, null, 'acting', null, 'A \ "role"', 0),
          (9003, 9001, 9005, 9002, 'acting', null, 'Passer-by', 0), (9004, 9001, 9005, 9002, 'directing', 'Director', null, 1),
          (9005, 9001, 9005, 9002, 'camera', 'Gaffer', null, 32767);
        insert into external_ids (source, entity, value, episode_id) values ('tvdb', 'episode', '77', 9002);
        insert into external_ids (source, entity, value, season_id) values ('wikidata', 'season', 'Q5', 9003);
        """#
}
