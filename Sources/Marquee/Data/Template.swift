import EventLoop
package import GraphQL
package import PostgreSQL
private import Synchronization

/// A statement about an entity whose select list follows what an operation asks for.
///
/// In its text `{columns}` stands for the attributes, `{nulls}` for as many nulls and `{joins}` for what they need. The
/// first column of every answer is the key a row belongs to (`$1` holds all keys), a second one holds the cursor if the
/// statement pages.
package final class Template<Column: EntityColumn>: Sendable {
    private let name: String
    private let text: String
    private let offset: Int32
    private let statements = Locked<[AttributeSet: Statement]>([:])
    private let budget: StatementBudget

    package init(_ name: String, pages: Bool = false, budget: StatementBudget = StatementBudget(128), _ text: String) {
        self.name = name
        self.text = text
        self.budget = budget
        offset = pages ? 2 : 1
    }

    /// The statement that reads these attributes, and those it really reads.
    package func statement(for needs: AttributeSet) -> (Statement, AttributeSet) {
        let wanted = needs | 1
        return statements.withLock { statements in
            if let known = statements[wanted] { return (known, wanted) }
            let columns = budget.take() ? wanted : Self.all
            if let known = statements[columns] { return (known, columns) }
            let statement = Statement(name, sql(columns))
            statements[columns] = statement
            return (statement, columns)
        }
    }

    /// Every statement the template can be asked for is one of these columns; tests prepare the widest.
    package var widest: Statement { statement(for: Self.all).0 }

    private static var all: AttributeSet { Column.allCases.reduce(0) { $0 | $1.bit } }

    private func sql(_ columns: AttributeSet) -> String {
        let asked = Column.allCases.filter { columns & $0.bit != 0 }
        return [
            ("{columns}", asked.map(\.expression).joined(separator: ", ")),
            ("{nulls}", asked.map { _ in "null" }.joined(separator: ", ")),
            ("{joins}", Column.joins(for: columns)),
        ].reduce(text) { text, part in
            text.split(separator: part.0, omittingEmptySubsequences: false).joined(separator: part.1)
        }
    }

    func record(_ rows: Rows, _ row: Int, _ columns: AttributeSet) -> Record<Column> {
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
