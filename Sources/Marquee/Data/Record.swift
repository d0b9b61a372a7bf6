package import GraphQL
import PostgreSQL

/// The attributes of an entity: the columns that a statement about it may be asked for.
///
/// A case is named as the field of the schema it answers; its place is its bit in an `AttributeSet`.
package protocol EntityColumn: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {
    /// The expression that reads it, where the entity's row is `t`.
    var expression: String { get }
    /// The expression that reads its translation, where `languages` is a parameter that lists tags, best first; nil for
    /// what is the same in all languages.
    func expression(inLanguages languages: String) -> String?
    /// What has to be joined for the columns asked for, besides the entity's own table.
    static func joins(for columns: AttributeSet) -> String
    /// What the columns asked for rest on, besides the entity's own row; nil for nothing.
    static func dependency(of columns: AttributeSet) -> RowDependency?
}

extension EntityColumn {
    package var bit: AttributeSet { 1 << AttributeSet(rawValue) }

    /// The column of the same name: `releaseDate` is read from `t.release_date`.
    package var ownColumn: String {
        "t."
            + "\(self)".reduce(into: "") { name, letter in
                if letter.isUppercase { name += "_" }
                name += letter.lowercased()
            }
    }

    package func expression(inLanguages languages: String) -> String? { nil }

    package static func joins(for columns: AttributeSet) -> String { "" }

    package static func dependency(of columns: AttributeSet) -> RowDependency? { nil }

    static func column(named field: String) -> Self? { allCases.first { "\($0)" == field } }
}

extension AttributeSet {
    package init<Column: EntityColumn>(_ columns: Column...) {
        self = columns.reduce(0) { $0 | $1.bit }
    }
}

/// One row about an entity, read where libpq keeps it, for as long as the request's context is there (`keep`).
package struct Record<Column: EntityColumn>: Sendable {
    let rows: RowsView
    let row: Int32
    /// The result's column with the entity's first attribute.
    let offset: Int32
    /// The attributes that were read, in order of their bits.
    let columns: AttributeSet

    /// The place of an attribute in the result. It has to be among those that were asked for.
    @inline(__always) func place(of column: Column) -> Int {
        assert(columns & column.bit != 0, "\(column) was not read; the field that uses it does not say it needs it")
        return Int(offset) + (columns & (column.bit - 1)).nonzeroBitCount
    }

    package func isNull(_ column: Column) -> Bool { rows.isNull(Int(row), place(of: column)) }
    package func int(_ column: Column) -> Int64 { rows.int(Int(row), place(of: column)) }
    func forEachInt(_ column: Column, _ body: (Int64) -> Void) {
        rows.forEachInt(Int(row), place(of: column), body)
    }
    package func optionalInt(_ column: Column) -> Int64? { rows.optionalInt(Int(row), place(of: column)) }
    package func optionalDouble(_ column: Column) -> Double? { rows.optionalDouble(Int(row), place(of: column)) }
    package func bool(_ column: Column) -> Bool { rows.bool(Int(row), place(of: column)) }
    package func optionalText(_ column: Column) -> String? { rows.optionalText(Int(row), place(of: column)) }

    @_lifetime(borrow self)
    func bytes(_ column: Column) -> RawSpan { rows.bytes(Int(row), place(of: column)) }
}
