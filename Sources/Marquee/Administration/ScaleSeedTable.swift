internal import PostgreSQL

/// A table of a made-up catalogue, written as COPY reads it: values divided by tabs, `\N` for null.
struct ScaleSeedTable {
    let name: String
    let columns: String
    /// How many units it is written in, and about how many rows there are to each.
    let units: Int
    let rowsPerUnit: Int
    /// Adds the rows of a unit. No value holds a tab, a line break or a backslash.
    let write: (_ unit: Int, _ rows: inout String) -> Void

    init(
        _ name: String, _ columns: String, units: Int, rowsPerUnit: Int = 1,
        write: @escaping (_ unit: Int, _ rows: inout String) -> Void
    ) {
        self.name = name
        self.columns = columns
        self.units = units
        self.rowsPerUnit = rowsPerUnit
        self.write = write
    }

    var rows: Int { units * rowsPerUnit }

    /// Copies all rows in pieces.
    ///
    /// - Parameter progress: is told how many rows were written, after each piece.
    func copy(to connection: OwnerConnection, progress: (Int) -> Void) throws {
        var unit = 0
        try connection.copy("copy \(name) (\(columns)) from stdin") {
            guard unit < units else { return nil }
            var rows = ""
            while unit < units, rows.utf8.count < Self.pieceSize {
                write(unit, &rows)
                unit += 1
            }
            progress(unit * rowsPerUnit)
            return Array(rows.utf8)
        }
    }

    /// Bytes.
    private static let pieceSize = 256 << 10
}
