internal import CLibpq

/// One answer of the server: owns a `PGresult` in text format, which is freed with the last reference.
///
/// Cells are lent straight from the wire buffer; a row or column out of range is read as NULL.
@safe package final class Rows: Sendable {
    /// libpq changes a result no more once it has been handed out, so every thread may read it.
    nonisolated(unsafe) private let raw: OpaquePointer
    package let count: Int
    package let columns: Int

    /// Takes the result over.
    init(_ raw: OpaquePointer) {
        unsafe self.raw = unsafe raw
        count = unsafe Int(PQntuples(raw))
        columns = unsafe Int(PQnfields(raw))
    }

    deinit { unsafe PQclear(raw) }

    package var isEmpty: Bool { count == 0 }

    /// How many rows `insert`, `update`, `delete` touched or `select` returned.
    package var affected: Int {
        guard let text = unsafe PQcmdTuples(raw) else { return 0 }
        return unsafe Int(String(cString: text)) ?? 0
    }

    /// What the server says it did: `SELECT 3`, `COMMIT`, `ROLLBACK`.
    package var command: String {
        guard let text = unsafe PQcmdStatus(raw) else { return "" }
        return unsafe String(cString: text)
    }

    package func name(ofColumn column: Int) -> String {
        guard let text = unsafe PQfname(raw, Int32(truncatingIfNeeded: column)) else { return "" }
        return unsafe String(cString: text)
    }

    package func isNull(_ row: Int, _ column: Int) -> Bool {
        unsafe PQgetisnull(raw, Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column)) != 0
    }

    /// The cell's bytes as they came over the wire, lent without a copy; empty for NULL.
    @_lifetime(borrow self)
    package func bytes(_ row: Int, _ column: Int) -> RawSpan {
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        guard let start = unsafe PQgetvalue(raw, row, column) else { return RawSpan() }
        let length = unsafe Int(PQgetlength(raw, row, column))
        let span = unsafe RawSpan(_unsafeStart: start, byteCount: length)
        return unsafe _overrideLifetime(span, borrowing: self)
    }
}
