import DatabaseSupport
import PostgreSQL
import Testing

@testable import Marquee

/// What the database keeps of names for search, as titles, people and episodes change.
@Suite struct SearchUpkeepTests {
    /// A copy of the sample catalogue of its own.
    private let url: String
    private let connection: OwnerConnection

    init() throws {
        url = try ReadyDatabase.sample()
        connection = try OwnerConnection(url: url)
    }

    private func texts(_ sql: String, _ parameters: [Parameter] = []) throws -> [String] {
        let rows = try connection.query(sql, parameters)
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    @Test(arguments: [
        ("title_id", "update titles set tagline = 'new', overview = 'new' where id = $1"),
        (
            "title_id",
            "update titles set last_air_date = current_date, episode_count = 9 where id = $1 and kind = 'show'"
        ),
        ("title_id", "insert into title_texts (title_id, language, overview) values ($1, 'cy', 'Hen ffilm')"),
        ("person_id", "update people set biography = 'new' where id = $1"),
        ("episode_id", "update episodes set runtime = 1 where id = $1"),
    ])
    func `a change of anything but a name leaves the names as they are`(column: String, change: String) throws {
        let key = try texts(
            "select \(column) from search_top where \(column) is not null order by popularity desc, 1 limit 1")
        let known = """
            select n.id || ' ' || n.popularity || ' ' || (t.name_id is not null)
              from search_names n left join search_top t on t.name_id = n.id where n.\(column) = $1 order by n.id
            """
        let id = Parameter.int(Int64(try #require(key.first)) ?? 0)
        let before = try texts(known, [id])
        #expect(before.contains { $0.hasSuffix("true") })
        try connection.query(change, [id])
        #expect(try texts(known, [id]) == before)
    }

    @Test func `a new name of something popular is asked at once`() throws {
        try connection.execute(
            "update titles set title = 'Zwölf Monde' where id = (select title_id from search_top where title_id is not null order by popularity desc limit 1)"
        )
        #expect(try texts("select name from search_top where folded = 'zwolf monde'") == ["Zwölf Monde"])
        #expect(try texts("select count(*) from search_names where name = 'Zwölf Monde'") == ["1"])
    }

    @Test func `a translation that was the title's name is found after the title is renamed`() throws {
        let id = Parameter.int(Int64(try texts("select min(id) from titles")[0]) ?? 0)
        try connection.query(
            "insert into title_texts (title_id, language, title) select id, 'cy', title from titles where id = $1", [id]
        )
        let former = try texts("select title from titles where id = $1", [id])
        try connection.query("update titles set title = 'Renamed' where id = $1", [id])
        #expect(
            try texts(
                "select name from search_names where title_id = $1 and name in ($2, 'Renamed') order by rank",
                [id, .text(former[0])]) == ["Renamed"] + former)
        try connection.query("delete from title_texts where title_id = $1 and language = 'cy'", [id])
        #expect(
            try texts("select count(*) from search_names where title_id = $1 and name = $2", [id, .text(former[0])])
                == ["0"])
    }

    @Test func `names follow what bears them`() throws {
        try connection.execute(
            """
            update people set also_known_as = '{Xanthippe,Xanthippe,Quill}' where id = 1;
            update people set also_known_as = '{Quill}' where id = 1;
            update episodes set title = 'Xylem' where id = 1; update episodes set title = '' where id = 1;
            update titles set original_title = 'Quondam' where id = 1; update titles set original_title = title where id = 1
            """)
        #expect(
            try texts("select name from search_names where name in ('Xanthippe', 'Quill', 'Xylem', 'Quondam')")
                == ["Quill"])
        #expect(
            try texts(
                """
                select t.name from search_top t where not exists (
                  select from search_names n where n.id = t.name_id and n.name = t.name)
                """) == [])
    }

    @Test(arguments: ["sample", "made-up"])
    func `after a load the planner knows the tables, and no index has rows aside`(catalogue: String) throws {
        let url = try catalogue == "sample" ? ReadyDatabase.sample() : ScaleCatalogue.url()
        let loaded = try OwnerConnection(url: url)
        let aside = try loaded.query(
            """
            select i.indexrelid::regclass::text, gin_clean_pending_list(i.indexrelid)
              from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam where a.amname = 'gin'
            """)
        #expect(aside.count >= 8)
        for row in 0..<aside.count { #expect(aside.int(row, 1) == 0, "\(aside.text(row, 0))") }
        let unknown = try loaded.query(
            """
            select relname from pg_class c
             where relkind = 'r' and relname in ('titles', 'title_stats', 'search_names', 'search_words', 'search_top', 'people')
               and (reltuples < 0 or not exists (select from pg_stats s where s.tablename = relname))
            """)
        #expect(unknown.isEmpty)
    }

    @Test func `the most popular names of each kind enter, move and leave`() throws {
        try connection.execute(
            "update search_names set popularity = popularity / 2 + id % 100; select refresh_search_top(20)")
        let best = ["title_id", "person_id", "episode_id"].map {
            "(select id, popularity from search_names where \($0) is not null order by popularity desc, id limit 20)"
        }.joined(separator: " union all ")
        let differing = """
            select name_id from search_top t full join (\(best)) b on b.id = t.name_id and b.popularity = t.popularity
            """
        #expect(try texts("\(differing) where t.name_id is null or b.id is null") == [])
        #expect(try texts("select count(*) from search_top") == ["60"])
        try connection.execute("select refresh_search_top(30)")
        #expect(try texts("select count(*) from search_top") == ["90"])
    }

    /// Names that `search_top` tells, though nobody bears them any more.
    private func orphans() throws -> [String] {
        try texts(
            "select name from search_top t where not exists (select from search_names n where n.id = t.name_id)")
    }

    @Test func `who is being deleted while the popular names are chosen does not come to be among them`() throws {
        let id = Parameter.int(Int64(try texts("select min(person_id) from search_top")[0]) ?? 0)
        try connection.query("delete from search_top where person_id = $1", [id])
        let deleting = try OwnerConnection(url: url)
        try deleting.execute("begin")
        try deleting.query("delete from people where id = $1", [id])
        try connection.execute("select refresh_search_top()")
        try deleting.execute("commit")
        #expect(try orphans() == [])
        try connection.execute("delete from search_top; select refresh_search_top()")
        #expect(try texts("select count(*) from search_top where person_id is not null") != ["0"])
    }

    @Test func `who is deleted after that is deleted once they are chosen, and does not stay among them`() throws {
        let id = Parameter.int(Int64(try texts("select min(person_id) from search_top")[0]) ?? 0)
        try connection.query("delete from search_top where person_id = $1", [id])
        try connection.execute("begin; select refresh_search_top()")
        let deleting = try OwnerConnection(url: url)
        try deleting.execute("set lock_timeout = '50ms'")
        func delete() throws -> Int { try deleting.query("delete from people where id = $1", [id]).affected }
        #expect(throws: PostgreSQLError.self) { try delete() }
        try connection.execute("commit")
        #expect(try texts("select count(*) from search_top where person_id = $1", [id]) != ["0"])
        #expect(try delete() == 1)
        #expect(try orphans() == [])
    }

    @Test(arguments: ["popularity", "words"])
    func `a job that writes names leaves none aside`(job: String) throws {
        try connection.execute(
            "update title_stats set base_popularity = base_popularity + 50 * random(); delete from search_top where title_id is not null; delete from search_words where titles > 0"
        )
        #expect(try connection.query("select run_job($1, '0')", [.text(job)]).bool(0, 0))
        #expect(try texts("select clean_search_indexes()") == ["0"])
    }
}
