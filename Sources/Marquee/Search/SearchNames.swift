import PostgreSQL

/// The candidates of a search: names from several places, at most so many from each, with their scores.
///
/// Parameters from `$3` on: the question folded; words as asked, completed, corrected; kinds of titles; whether people
/// are looked for; the words that all names of titles and of people are asked by, or null. Where episodes may be looked
/// for, whether they are; the words that all their names are asked by. Of `few`, those that come from the question's words are
/// arrays, so that one statement answers several questions.
enum SearchNames {
    /// How many names each place gives at most.
    static let mostFromEach = 300
    static let parameterCount = 10
    /// Those of `few`.
    static let parameterCountOfFew = 8

    /// What names are of: the column that refers to it, and the number of the thing.
    private static let things = ["title_id", "person_id", "episode_id"]

    /// Common table expressions, the last of them `scored (thing, id, name, folded, popularity, score, place)`: candidates, a
    /// name at most once from each place.
    static let text = """
        names (thing, id, rank, name, folded, words, popularity, place) as materialized (
        \(things.indices.flatMap(places).joined(separator: "\n union all\n"))),
        \(scored(folded: "$3::text", asked: "$4::tsquery", completed: "$5::tsquery"))
        """

    /// What the names of `few` are compared with, of each question.
    static let textsOfQuestion = [
        KeyText(column: "folded", type: "text", parameter: 3),
        KeyText(column: "asked", type: "tsquery", parameter: 4),
        KeyText(column: "completed", type: "tsquery", parameter: 5),
        KeyText(column: "corrected", type: "tsquery", parameter: 6),
        KeyText(column: "in_titles", type: "tsquery", parameter: 9),
        KeyText(column: "in_people", type: "tsquery", parameter: 10),
    ]

    /// The same where few names of titles and people are meant, all of them from one place: if that gives all it may, it is
    /// not enough. The most popular names are among all names, and what is the question begins with it, so that the table
    /// read once, by four indexes, gives what five places of each kind would.
    static let few = """
        names (thing, id, rank, name, folded, words, popularity, place) as materialized (
          select case when person_id is null then 0 else 1 end, coalesce(title_id, person_id), rank, name, folded, words,
                 popularity, 0 from search_names
           where (title_id is not null and \(begins("(case when cardinality($7::text[]) > 0 then k.folded end)"))
                  or title_id is not null and words @@ k.in_titles
                  or person_id is not null and \(begins("(case when $8::boolean then k.folded end)"))
                  or person_id is not null and words @@ k.in_people)
             and (\(begins("k.folded")) or (words @@ k.corrected) is true)
           limit \(mostFromEach)),
        \(scored(folded: "k.folded", asked: "k.asked", completed: "k.completed"))
        """

    /// How well each name matches, times the fame of what it names.
    private static func scored(folded question: String, asked: String, completed: String) -> String {
        """
        scored as (
          select n.thing, n.id, n.name, n.folded, n.popularity, n.place, (
                 (case when n.folded = \(question) then 1
                       else case when n.words @@ \(asked) then 0.55 when n.words @@ \(completed) then 0.45 else 0.3 end
                            + case when starts_with(n.folded, \(question)) then 0.1 else 0 end
                            + 0.3 * least(length(\(question))::real / length(n.folded), 1) end)
                 * (1 - 0.05 * n.rank) * (1 + name_fame(n.popularity, n.thing = 1)))::real as score
            from names n)
        """
    }

    static func parameters(_ plan: SearchPlan, _ types: SearchTypes) -> [Parameter] {
        parametersOfFew(plan, types) + [.bool(types.episodes), .text(plan.inAllEpisodes)]
    }

    static func parametersOfFew(_ plan: SearchPlan, _ types: SearchTypes) -> [Parameter] {
        // Nothing is left of accents without letters, and any name begins with nothing.
        let question = plan.folded.isEmpty ? nil : plan.folded
        return [
            .text(question), .text(plan.asked), .text(plan.completed), .text(plan.corrected),
            .texts(types.titleKinds), .bool(types.people),
            .text(types.titleKinds.isEmpty ? nil : plan.inAllTitles), .text(types.people ? plan.inAllPeople : nil),
        ]
    }

    /// Where names of a thing come from. Each is gated by a condition that is tried once, before it is read.
    private static func places(_ thing: Int) -> [String] {
        let isWanted = ["cardinality($7::text[]) > 0", "$8::boolean", "$11::boolean"][thing]
        let inAll = ["$9", "$10", "$12"][thing]
        let column = things[thing]
        let (limit, prefix) = ("limit \(mostFromEach)", begins("$3::text"))
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
            place(5, "search_names", "words @@ \(inAll)::tsquery and (words @@ $6::tsquery) is true"),
        ]
    }

    /// Whether a name begins with a text, as indexes know it.
    private static func begins(_ text: String) -> String {
        "folded ~>=~ \(text) and folded ~<~ (\(text) || U&'\\+10FFFF')"
    }
}

/// What a search looks through.
struct SearchTypes: Equatable, Sendable {
    /// Of `movie` and `show`.
    var titleKinds: [String] = []
    var people = false
    var episodes = false
}
