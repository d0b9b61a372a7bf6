package import GraphQL
package import PostgreSQL
private import Synchronization

/// A statement about an entity whose select list follows what an operation asks for.
///
/// In its text `{columns}` stands for the attributes, `{nulls}` for as many nulls and `{joins}` for what they need. The
/// first column of every answer is the key a row belongs to (`$1` holds all keys): the entity's own `id` where the text begins
/// with `select {columns}`. If `hasCursors`, a second one holds the cursor.
package final class Template<Column: EntityColumn>: Sendable {
    private let name: String
    private let text: String
    private let offset: Int32
    private let planning: Statement.Planning
    private let lane: Statement.Lane
    private let isPassing: Bool
    /// Whether its keys name what may be a viewer's own.
    let mayBeOwn: Bool
    private let caching: RowCaching?
    private let textsOfKey: [Int]
    private let made = StatementsMade<Form>()
    private let budget: StatementBudget
    private let all: AttributeSet
    /// The attributes that have translations.
    private let translated: AttributeSet

    /// What statements of a template differ in.
    private struct Form: Equatable {
        var columns: AttributeSet
        /// Whether a last parameter lists languages.
        let isTranslated: Bool
    }

    /// - Parameters:
    ///   - columns: the attributes it can be asked for.
    ///   - caching: how rows of the entity's own columns may be kept; nil if they may not.
    ///   - textsOfKey: the places of parameters that are arrays of texts, one element a key (`RowQuery`).
    package init(
        _ name: String, columns: AttributeSet = .max, hasCursors: Bool = false, planning: Statement.Planning = .once,
        lane: Statement.Lane = .shared,
        isPassing: Bool = false, budget: StatementBudget = StatementBudget(128), caching: RowCaching? = nil,
        mayBeOwn: Bool = false, textsOfKey: [Int] = [],
        _ text: String
    ) {
        self.caching = caching
        self.name = name
        self.planning = planning
        self.lane = lane
        self.isPassing = isPassing
        self.text = text
        self.budget = budget
        self.mayBeOwn = mayBeOwn
        self.textsOfKey = textsOfKey
        all = columns & Column.allCases.reduce(0) { $0 | $1.bit }
        translated = Column.allCases.filter { $0.expression(inLanguages: "") != nil }.reduce(0) { $0 | $1.bit }
        offset = text.hasPrefix("select {columns}") ? 0 : hasCursors ? 2 : 1
    }

    /// The statement that reads these attributes, and those it really reads.
    ///
    /// - Parameter isTranslated: whether a last parameter lists the languages of texts, best first.
    package func statement(for needs: AttributeSet, isTranslated: Bool = false) -> (Statement, AttributeSet) {
        var wanted = Form(columns: needs & all | 1, isTranslated: isTranslated)
        if let known = made.find(wanted) { return (known, wanted.columns) }
        if !isPassing, !budget.take() { wanted.columns = all }
        return (
            made.find(wanted) { Statement(name, planning: planning, lane: lane, isPassing: isPassing, sql(wanted)) },
            wanted.columns
        )
    }

    /// What loads these attributes, with texts in the preferred languages, and the attributes it really reads.
    func query(
        for needs: AttributeSet, _ parameters: [Parameter], in languages: LanguagePreference
    ) -> (RowQuery, AttributeSet) {
        let isTranslated = needs & translated != 0 && !languages.tags.isEmpty
        let (statement, columns) = statement(for: needs, isTranslated: isTranslated)
        let all = isTranslated ? parameters + [languages.parameter] : parameters
        var query = RowQuery(statement: statement, parameters: all)
        query.caching = caching?.reading(Column.dependency(of: columns))
        query.textsOfKey = textsOfKey
        return (query, columns)
    }

    /// Every statement the template can be asked for is one of these columns; tests prepare the widest.
    package var widest: Statement { statement(for: all).0 }

    private func sql(_ form: Form) -> String {
        let languages = form.isTranslated ? "$\(parameterCount + 1)" : nil
        let asked = Column.allCases.filter { form.columns & $0.bit != 0 }
        let expressions = asked.map { column in
            languages.flatMap(column.expression(inLanguages:)) ?? column.expression
        }
        return [
            ("{columns}", expressions.joined(separator: ", ")),
            ("{nulls}", asked.map { _ in "null" }.joined(separator: ", ")),
            ("{joins}", Column.joins(for: form.columns)),
        ].reduce(text) { text, part in
            text.split(separator: part.0, omittingEmptySubsequences: false).joined(separator: part.1)
        }
    }

    /// How many parameters the text itself has.
    private var parameterCount: Int {
        text.split(separator: "$").compactMap { Int($0.prefix(while: \.isNumber)) }.max() ?? 0
    }

    func record(_ rows: RowsView, _ row: Int, _ columns: AttributeSet) -> Record<Column> {
        Record(rows: rows, row: Int32(row), offset: offset, columns: columns)
    }
}

/// How many statements may be made as clients choose their select lists. When it is used up, all columns are read, so
/// that nobody fills the memory of server and database with prepared statements.
package final class StatementBudget: Sendable {
    private let left: Atomic<Int>

    package init(_ count: Int) {
        left = Atomic(count)
    }

    /// Whether there was one left.
    func take() -> Bool {
        left.load(ordering: .relaxed) > 0 && left.subtract(1, ordering: .relaxed).newValue >= 0
    }
}
