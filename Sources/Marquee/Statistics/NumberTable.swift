/// Rows that a statement gives as one text: values parted by blanks, rows by commas. For series that belong to one row
/// about a span, and are read along with it.
struct NumberTable {
    private let text: String

    /// Nil is a table without rows.
    init(_ text: String?) { self.text = text ?? "" }

    var rows: [[Substring]] { text.split(separator: ",").map { $0.split(separator: " ") } }
}

extension [Substring] {
    /// The whole number in a column.
    func number(_ column: Int) -> Int64 { Int64(self[column]) ?? 0 }
}
