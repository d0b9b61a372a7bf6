import EventLoop
package import GraphQL
package import PostgreSQL

/// A statement about an entity whose select list follows what an operation asks for.
///
/// In its text `{columns}` stands for the attributes and `{joins}` for what they need. The first column of every answer
/// is the key a row belongs to (`$1` holds all keys), a second one holds the cursor if the statement pages.
package final class Template<Column: EntityColumn>: Sendable {
    private let name: String
    private let text: String
    private let offset: Int32
    private let statements = Locked<[AttributeSet: Statement]>([:])

    /// Select lists are the clients' choice: beyond this many, all columns are read, so that nobody fills the memory of
    /// server and database with prepared statements.
    private static var mostStatements: Int { 128 }

    package init(_ name: String, pages: Bool = false, _ text: String) {
        self.name = name
        self.text = text
        offset = pages ? 2 : 1
    }

    /// The statement that reads these attributes, and those it really reads.
    package func statement(for needs: AttributeSet) -> (Statement, AttributeSet) {
        let wanted = needs | 1
        return statements.withLock { statements in
            if let known = statements[wanted] { return (known, wanted) }
            let columns = statements.count < Self.mostStatements ? wanted : Self.all
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
        let list = Column.allCases.filter { columns & $0.bit != 0 }.map(\.expression).joined(separator: ", ")
        return text.split(separator: "{columns}", omittingEmptySubsequences: false).joined(separator: list)
            .split(separator: "{joins}", omittingEmptySubsequences: false)
            .joined(separator: Column.joins(for: columns))
    }

    func record(_ rows: Rows, _ row: Int, _ columns: AttributeSet) -> Record<Column> {
        Record(rows: rows, row: Int32(row), offset: offset, columns: columns)
    }
}
