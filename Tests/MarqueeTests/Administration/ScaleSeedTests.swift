import DatabaseSupport
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct ScaleSeedTests {
    private let connection = Result { try OwnerConnection(url: ScaleCatalogue.url()) }

    private func count(_ source: String) throws -> Int {
        Int(try connection.get().query("select count(*) from \(source)").int(0, 0))
    }

    @Test func `a scale is a share of the full size`() throws {
        let size = try #require(ScaleSeedSize(scale: 1))
        #expect(
            [size.movies, size.shows, size.episodes, size.people, size.credits, size.reviews]
                == [100_000, 10_000, 400_000, 200_000, 1_200_000, 1_000_000])
        #expect(ScaleSeedSize(scale: 0.001) == nil)
        #expect(ScaleSeedSize(scale: .nan) == nil)
    }

    @Test func `each table has the rows of its size`() throws {
        let size = try ScaleCatalogue.size()
        #expect(try count("titles where kind = 'movie'") == size.movies)
        #expect(try count("titles where kind = 'show'") == size.shows)
        #expect(try count("seasons") == size.seasons)
        #expect(try count("episodes") == size.episodes)
        #expect(try count("people") == size.people)
        #expect(try count("credits") == size.credits)
        #expect(try count("ratings") == size.ratings)
        #expect(try count("reviews") == size.reviews)
    }

    @Test func `counters and search agree with the rows, and triggers are on again`() throws {
        #expect(
            try count("titles t where episode_count <> (select count(*) from episodes e where e.show_id = t.id)") == 0)
        #expect(
            try count("titles t where season_count <> (select count(*) from seasons s where s.show_id = t.id)") == 0)
        #expect(
            try count(
                "title_stats s where rating_count <> (select count(*) from ratings r where r.title_id = s.title_id)")
                == 0)
        let unlike = "v.stars is distinct from r.stars"
        #expect(
            try count(
                "reviews v left join ratings r on r.user_id = v.author_id and r.title_id = v.title_id where \(unlike)")
                == 0)
        #expect(try count("title_stats where popularity > 0") == ScaleCatalogue.size().titles)
        #expect(try count("titles t where not exists (select from search_names n where n.title_id = t.id)") == 0)
        #expect(try count("person_stats where popularity > 0") > ScaleCatalogue.size().people / 2)
        #expect(try count("pg_trigger where tgenabled = 'D'") == 0)
    }

    @Test(arguments: [
        "rating_count >= 5", "rating_count = 0", "release_date is null", "adult", "runtime is null", "runtime > 150",
        "original_language = 'da'", "countries && '{DK}'", "status = 'planned'", "t.kind = 'show' and status = 'ended'",
        "release_date > '2020-01-01'", "rating_sum < 6 * rating_count", "rating_sum > 8 * rating_count",
        "exists (select from title_genres g where g.title_id = t.id and g.genre_id = 24)",
        "exists (select from title_texts x where x.title_id = t.id and x.language = 'de')",
    ])
    func `every filter has titles that pass and titles that do not`(condition: String) throws {
        let all = try ScaleCatalogue.size().titles
        let passing = try count("titles t join title_stats s on s.title_id = t.id where \(condition)")
        #expect(1..<all ~= passing)
    }

    @Test func `a show of ten seasons by twenty episodes is told in order`() throws {
        let rows = try connection.get().query(
            """
            select count(*), count(distinct season_id), min(air_date) = min(t.release_date), max(air_date) = min(t.last_air_date)
              from episodes e join titles t on t.id = e.show_id where t.slug = 'made-show-1'
            """)
        #expect(rows.int(0, 0) == 200)
        #expect(rows.int(0, 1) == 10)
        #expect(rows.bool(0, 2))
        #expect(rows.bool(0, 3))
    }

    @Test func `a second load is refused and changes nothing`() throws {
        let before = try count("titles")
        #expect(throws: ScaleSeedError.loadedBefore) {
            try ScaleSeed(ScaleCatalogue.size(), on: connection.get()).load { _ in }
        }
        #expect(try count("titles") == before)
        #expect(try count("pg_trigger where tgenabled = 'D'") == 0)
    }

    /// Of the columns that a load writes. Other digests than before mean another catalogue: then measurements of before
    /// can no longer be compared with those of now.
    @Test(arguments: [
        ("titles", "id, slug, title, release_date, runtime, overview", "44c02c9fd3f2940232ab4d89713cbfba"),
        ("title_genres", "title_id, genre_id, ordinal", "e34406bc7c10de6db39dc4a964e4d5fb"),
        ("episodes", "id, season_id, number, title, air_date", "600f180b44e8e8b12295719eda8e9d78"),
        ("people", "id, slug, name, birth_date", "4178c4144f77712bcec84c293e0bd1d6"),
        ("credits", "id, person_id, title_id, job, character, billing", "72488e3cdebe48dda126d52c4f2faf30"),
        ("reviews", "author_id, title_id, stars, body", "ea56bfc998dd8984904feec1cfb4ae71"),
        ("title_stats", "title_id, kind, rating_count, rating_sum, rating_hist", "47ca9aa1c2bfbfeed5146cefc1a39e44"),
    ])
    func `the same rows come out in every database`(table: String, columns: String, digest: String) throws {
        let found = try connection.get().query(
            "select md5(string_agg(r::text, '|' order by r::text)) from (select \(columns) from \(table)) r")
        #expect(found.text(0, 0) == digest)
    }

    @Test func `no index is lost by a load`() throws {
        let indexes = "select string_agg(indexdef, ';' order by indexdef) from pg_indexes where schemaname = 'public'"
        let empty = try OwnerConnection(url: ReadyDatabase.empty())
        #expect(try connection.get().query(indexes).text(0, 0) == empty.query(indexes).text(0, 0))
    }

    @Test func `numbers are the same in every process`() {
        var dice = ScaleSeedDice(.movie, 603)
        #expect((0..<6).map { _ in dice.below(1000) } == [946, 65, 550, 487, 604, 338])
    }
}
