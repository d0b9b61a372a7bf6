import EventLoop
import GraphQL
import PostgreSQL

/// A list that is read in pages (Relay cursor connections), by key of its parent.
///
/// The statements take the keys as `$1`, the number of rows as `$2`, then the list's own parameters and last the
/// cursor's values. Pages walk along the keys of the order, so that a page deep in the list costs what the first one does.
package final class PagedList<Column: EntityColumn>: Sendable {
    let name: String
    let keys: [SortKey]
    private let isDescending: Bool
    let planning: Statement.Planning
    private let isPassing: Bool
    private let isLong: Bool
    /// The keys, as a table `k`.
    private let keyTable: String
    private let textsOfKey: [Int]
    /// Tables, where `t` is the entity's row and `k.key` the parent's; a number if the key has texts.
    private let source: String
    private let condition: String
    /// How many parameters the condition takes, from `$3` on.
    private let parameterCount: Int
    /// Of the templates of all forms together.
    private let budget: StatementBudget
    private let caching: RowCaching?
    /// What is read whether it is asked for or not, so that all who ask share the page.
    let alwaysReads: AttributeSet
    private let made = Locked(MadeStatements<Column>())

    /// Counting stops behind this many rows; such a list tells no total.
    static var mostCounted: Int64 { 10_000 }

    /// - Parameters:
    ///   - source: what stands between `from` and `where`; `{joins}` is for what the columns asked for need.
    ///   - texts: parameters of the list that belong to the key; they are columns of `k`.
    ///   - keys: the values that place a row, the last of them unique. Only the first may be a text.
    ///   - planning: once, unless the parameters decide how many rows pass.
    ///   - isPassing: whether its statements are neither prepared nor remembered.
    ///   - isLong: whether a large part of the table is in it.
    ///   - caching: how its pages may be kept; nil if they may not.
    init(
        _ name: String, from source: String, where condition: String, parameters: Int = 0, texts: [KeyText] = [],
        by keys: [SortKey],
        isDescending: Bool = false, planning: Statement.Planning = .once, isPassing: Bool = false, isLong: Bool = false,
        budget: StatementBudget = StatementBudget(256), caching: RowCaching? = nil, alwaysReads: AttributeSet = 0
    ) {
        self.caching = caching
        self.alwaysReads = alwaysReads
        self.name = name
        keyTable = KeyText.table(texts)
        textsOfKey = texts.map(\.place)
        self.source = source
        self.condition = condition
        self.parameterCount = parameters
        self.keys = keys
        self.isDescending = isDescending
        self.planning = planning
        self.isPassing = isPassing
        self.isLong = isLong
        self.budget = budget
    }

    /// The statement that reads pages of a form.
    func template(_ form: PageForm) -> Template<Column> {
        made.withLock { made in
            if let known = made.templates[form.rawValue] { return known }
            let template = Template<Column>(
                statementName(form), hasCursors: form.hasCursorColumn, planning: planning, isPassing: isPassing,
                budget: budget,
                caching: caching, textsOfKey: textsOfKey, text(form))
            made.templates[form.rawValue] = template
            return template
        }
    }

    /// Counts the list of each key, with the same parameters; `$2` is where it stops.
    var count: Statement {
        made.withLock { made in
            if let known = made.count { return known }
            let statement = Statement(
                "\(name)_count", planning: planning, isPassing: isPassing,
                """
                select k.key, (select count(*) from (select from \(plainSource) where \(condition) limit $2::integer) c)
                  from \(keyTable)
                """)
            made.count = statement
            return statement
        }
    }

    private func statementName(_ form: PageForm) -> String {
        let end = form.contains(.backward) ? (form.contains(.bounded) ? "_before" : "_last") : ""
        return name + (end.isEmpty && form.contains(.bounded) ? "_after" : end)
    }

    /// A page that `hasCursorColumn` has the cursor's text, or an empty one, in its second column. A row with null there is
    /// not of the page: it tells that something lies on the other side of the cursor.
    private func text(_ form: PageForm) -> String {
        let goesDown = isDescending != form.contains(.backward)
        let text = form.contains(.cursors) ? "concat_ws(E'\\t', \(list(keys.map(\.text))))" : "''"
        let cursor = form.hasCursorColumn ? "\(text), " : ""
        let beyond =
            form.contains(.beyond)
            ? """

             union all
            (select null, {nulls} from \(plainSource)
              where \(condition) and \(comparison(goesDown ? ">=" : "<="))
              order by \(order(goesDown: !goesDown)) limit 1)
            """ : ""
        let page = """
            select \(cursor){columns} from \(source)
              where \(condition)\(form.contains(.bounded) ? " and \(comparison(goesDown ? "<" : ">"))" : "")
              order by \(order(goesDown: goesDown))
            """
        // A plan for any limit is made for a tenth of the list: of a long one that is dear, unless a constant stands in
        // its way.
        let rows = isLong && planning == .once ? "select * from (\(page) limit \(PageWindow.mostItems + 1)) p" : page
        return """
            select k.key, t.* from \(keyTable) cross join lateral (
            (\(rows) limit $2::integer)\(beyond)) t
            """
    }

    private var plainSource: String {
        source.split(separator: "{joins}", omittingEmptySubsequences: false).joined()
    }

    private func order(goesDown: Bool) -> String {
        list(keys.map { $0.expression + (goesDown ? " desc" : "") })
    }

    /// Where a row lies from the cursor: one comparison of whole rows, which an index on the keys can answer.
    private func comparison(_ sign: String) -> String {
        let values = keys.enumerated().map { $1.value(of: "$\(3 + parameterCount + $0)") }
        return "(\(list(keys.map(\.expression)))) \(sign) (\(list(values)))"
    }

    private func list(_ parts: [String]) -> String { parts.joined(separator: ", ") }
}

/// A text that belongs to the key of a list: a column of the table `k`, which parameters fill as arrays.
struct KeyText {
    let column: String
    let type: String
    /// The number of its parameter.
    let parameter: Int

    /// Its place among the parameters of a `RowQuery`, which do not count the keys.
    var place: Int { parameter - 2 }

    /// The keys with their texts, `k`.
    static func table(_ texts: [KeyText]) -> String {
        let arrays = ["$1::bigint[]"] + texts.map { "$\($0.parameter)::\($0.type)[]" }
        let columns = ["key"] + texts.map(\.column)
        return "unnest(\(arrays.joined(separator: ", "))) k (\(columns.joined(separator: ", ")))"
    }
}

/// What a page's statement has to tell besides its rows.
struct PageForm: OptionSet {
    let rawValue: Int

    /// Counted from the list's end: rows come in the opposite order.
    static let backward = PageForm(rawValue: 1)
    /// Behind or before a cursor.
    static let bounded = PageForm(rawValue: 2)
    /// Whether anything lies on the other side of that cursor.
    static let beyond = PageForm(rawValue: 4)
    /// The cursor of each row.
    static let cursors = PageForm(rawValue: 8)

    static let count = 16

    var hasCursorColumn: Bool { !isDisjoint(with: [.beyond, .cursors]) }
}

/// What has been asked for of a list: texts are put together once.
private struct MadeStatements<Column: EntityColumn> {
    /// By form.
    var templates = [Template<Column>?](repeating: nil, count: PageForm.count)
    var count: Statement?
}
