import PostgreSQL

/// The candidates of a search: names from several places, at most so many from each, with their scores.
///
/// Parameters from `$3` on: the question folded; words as asked, completed, corrected; kinds of titles; whether people and
/// episodes are looked for; the words that all names of titles, people and episodes are asked by, or null.
enum SearchNames {
    /// How many names each place gives at most.
    static let mostFromEach = 300
    static let parameterCount = 10

    /// What names are of: the column that refers to it, and the number of the thing.
    private static let things = ["title_id", "person_id", "episode_id"]

    /// Common table expressions, the last of them `scored (thing, id, name, folded, popularity, score, place)`: candidates, a
    /// name at most once from each place.
    static let text = """
        names (thing, id, rank, name, folded, words, popularity, place) as materialized (
        \(things.indices.flatMap(places).joined(separator: "\n union all\n"))),
        scored as (select thing, id, name, folded, popularity, place, (\(score))::real as score from names)
        """

    static func parameters(_ plan: SearchPlan, _ types: SearchTypes) -> [Parameter] {
        // Nothing is left of accents without letters, and any name begins with nothing.
        let types = plan.folded.isEmpty ? SearchTypes() : types
        return [
            .text(plan.folded), .text(plan.asked), .text(plan.completed), .text(plan.corrected),
            .texts(types.titleKinds), .bool(types.people), .bool(types.episodes),
            .text(plan.inAllTitles), .text(plan.inAllPeople), .text(plan.inAllEpisodes),
        ]
    }

    /// Where names of a thing come from. Each is gated by a condition that is tried once, before it is read.
    private static func places(_ thing: Int) -> [String] {
        let isWanted = ["cardinality($7::text[]) > 0", "$8::boolean", "$9::boolean"][thing]
        let column = things[thing]
        let (limit, prefix) = (
            "limit \(mostFromEach)", "folded ~>=~ $3::text and folded ~<~ ($3::text || U&'\\+10FFFF')"
        )
        func place(_ number: Int, _ table: String, _ condition: String) -> String {
            """
            (select \(thing), \(column), rank, name, folded, words, popularity, \(thing * 10 + number) from \(table)
              where \(isWanted) and \(column) is not null and \(condition) \(limit))
            """
        }
        let popular = "order by popularity desc"
        let named = [
            place(1, "search_names", "folded = $3::text \(popular)"), place(2, "search_names", prefix),
        ]
        return (thing == 2 ? [] : named) + [
            place(3, "search_top", "\(prefix) \(popular)"),
            place(4, "search_top", "words @@ $6::tsquery \(popular)"),
            // Not as an index would have it: the index finds the rarer words, in whose names the others are looked for.
            place(5, "search_names", "words @@ $\(10 + thing)::tsquery and (words @@ $6::tsquery) is true"),
        ]
    }

    /// How well a name matches, times the fame of what it names.
    private static let score = """
        (case when folded = $3::text then 1
              else case when words @@ $4::tsquery then 0.55 when words @@ $5::tsquery then 0.45 else 0.3 end
                   + case when starts_with(folded, $3::text) then 0.1 else 0 end
                   + 0.3 * least(length($3::text)::real / length(folded), 1) end)
         * (1 - 0.05 * rank) * (1 + name_fame(popularity, thing = 1))
        """
}

/// What a search looks through.
struct SearchTypes: Equatable, Sendable {
    /// Of `movie` and `show`.
    var titleKinds: [String] = []
    var people = false
    var episodes = false
}
