import EventLoop
import GraphQL
import PostgreSQL

/// Everything that goes into the text of a list of hits.
struct SearchShape: Hashable, Sendable {
    let order: SearchOrder
    /// In their own order, each once; nil stands for all of them, each of which holds if its parameter is null.
    let conditions: [TitleCondition]?
}

/// The hits of a search: their pages, their number, and how they are made up. Statements take the parameters of
/// `SearchNames` and then those of the conditions, from `$3` on.
struct SearchList: Sendable {
    /// The same pages of titles and people for less, where few names are meant; without a hit where there may be more names
    /// than are looked at.
    let fewPages: PagedList<SearchHitColumn>
    let pages: PagedList<SearchHitColumn>
    /// Null where some place gave all it may; `$2` is how many that are.
    let count: Statement
    /// Values of facets, at most `$2` each; the last parameter names the facets.
    let facets: Statement
}

/// Lists of hits by order and conditions: each text is put together once.
enum SearchLists {
    private static let made = Locked<[SearchShape: SearchList]>([:])
    /// Beyond so many combinations one text with all conditions serves for the others: they narrow a bounded number of
    /// candidates, so that no plan depends on which of them are given.
    private static var mostShapes: Int { 50 }
    private static let budget = StatementBudget(400)

    /// The list and the parameters of its conditions.
    static func list(_ filter: TitleFilter, _ order: SearchOrder) -> (SearchList, [Parameter]) {
        let exact = SearchShape(order: order, conditions: filter.given.map(\.condition))
        let wide = SearchShape(order: order, conditions: nil)
        let (list, isExact) = made.withLock { made in
            if let known = made[exact] { return (known, true) }
            let isExact = made.count < mostShapes
            let shape = isExact ? exact : wide
            let list = made[shape] ?? make(shape)
            made[shape] = list
            return (list, isExact)
        }
        return (list, isExact ? filter.given.flatMap(\.parameters) : filter.allParameters)
    }

    static func make(_ shape: SearchShape) -> SearchList {
        let (few, countOfFew) = fewHits(shape)
        let (conditions, count) = conditions(shape, behind: SearchNames.parameterCount)
        let hits = "with \(SearchNames.text),\n\(hits(shape.order, where: conditions, withEpisodes: true))"
        // One name, so that a cursor of one is a cursor of the other.
        let name = "search_by_\(shape.order)"
        return SearchList(
            fewPages: pages(name, of: few, parameters: countOfFew, texts: SearchNames.textsOfQuestion),
            pages: pages(name, of: "\(hits) select * from hits", parameters: count),
            count: Statement(
                "\(name)_count",
                """
                select k.key, c.* from unnest($1::bigint[]) k (key) cross join lateral (\(hits)
                 select case when not exists (select from names group by place having count(*) >= $2::integer)
                             then (select count(*) from hits) end) c
                """),
            facets: Statement("search_facets", facets(of: hits, fields: "$\(count + 3)::text[]")))
    }

    private static func pages(
        _ name: String, of hits: String, parameters: Int, texts: [KeyText] = []
    ) -> PagedList<SearchHitColumn> {
        PagedList(
            name, from: "(\(hits)) t", where: "true", parameters: parameters, texts: texts,
            by: [SortKey("t.place", .real), SortKey("t.object", .bigint)], isDescending: true, budget: budget,
            caching: .search, alwaysReads: SearchHitColumn.allCases.reduce(PageNeeds.cursors) { $0 | $1.bit })
    }

    /// The hits among few names, none of them if there may be more names, and the number of parameters.
    private static func fewHits(_ shape: SearchShape) -> (text: String, parameters: Int) {
        let (conditions, count) = conditions(shape, behind: SearchNames.parameterCountOfFew)
        let text = """
            with \(SearchNames.few),
            \(hits(shape.order, where: conditions, withEpisodes: false))
            select * from hits where (select count(*) from names) < \(SearchNames.mostFromEach)
            """
        return (text, count)
    }

    /// The conditions of a shape, and the number of all parameters.
    private static func conditions(_ shape: SearchShape, behind others: Int) -> (text: String, parameters: Int) {
        var count = others
        let parts = (shape.conditions ?? TitleCondition.allCases).map { condition in
            let given = condition.parameterTypes.map { type in
                count += 1
                return "$\(count + 2)::\(type)"
            }
            let sql = condition.sql(TitleOrder(.popularity, isDescending: true), given)
            return shape.conditions == nil ? "(\(given[0]) is null or \(sql))" : sql
        }
        return (parts.isEmpty ? "true" : parts.joined(separator: "\n   and "), count)
    }

    /// Candidates that the conditions hold for, each once: those of titles hold for episodes if they hold for the show.
    /// What a statement asks nothing of is joined from the left, so that the planner leaves it out.
    private static func hits(_ order: SearchOrder, where conditions: String, withEpisodes: Bool) -> String {
        let episodes = """

              union all
              select 'episode', h.id, null, null, h.score, t.id, (\(order.ofEpisode))::real, h.id * 4 + 2
                from best h join episodes e on e.id = h.id join titles t on t.id = e.show_id
                     left join title_stats s on s.title_id = t.id left join episode_stats v on v.episode_id = e.id
               where h.thing = 2 and \(conditions)
            """
        return """
            best as (select thing, id, max(score) as score from scored group by 1, 2),
            hits (kind, id, title, release_date, score, title_id, place, object) as (
              select t.kind::text, h.id, t.title, t.release_date, h.score, t.id, (\(order.ofTitle))::real, h.id * 4
                from best h join titles t on t.id = h.id left join title_stats s on s.title_id = t.id
               where h.thing = 0 and t.kind = any ($7::text[]) and \(conditions)
              union all
              select 'person', h.id, null, null, h.score, null, (\(order.ofPerson))::real, h.id * 4 + 1
                from best h left join person_stats s on s.person_id = h.id where h.thing = 1\(withEpisodes ? episodes : ""))
            """
    }

    /// What is counted of titles is counted of episodes by their show.
    private static func facets(of hits: String, fields: String) -> String {
        """
        select k.key, f.* from unnest($1::bigint[]) k (key) cross join lateral (\(hits),
         found as materialized (select kind, title_id from hits),
         counted (field, value, label, count) as (
          select 'TYPE', upper(h.kind), initcap(h.kind), count(*) from found h where 'TYPE' = any (\(fields)) group by h.kind
          union all
          select 'GENRE', g.slug, g.name, count(*)
            from found h join title_genres x on x.title_id = h.title_id join genres g on g.id = x.genre_id
           where 'GENRE' = any (\(fields)) group by g.id
          union all
          select 'DECADE', d.year::text, d.year || 's', count(*)
            from found h join titles t on t.id = h.title_id cross join lateral (select t.year / 10 * 10) d (year)
           where 'DECADE' = any (\(fields)) and d.year is not null group by d.year
          union all
          select 'LANGUAGE', t.original_language, t.original_language, count(*)
            from found h join titles t on t.id = h.title_id
           where 'LANGUAGE' = any (\(fields)) and t.original_language is not null group by t.original_language),
         placed as (select c.*, row_number() over (partition by field order by count desc, value) as place from counted c)
         select field, value, label, count from placed where place <= $2::integer order by field, place) f
        """
    }
}
