internal import CLibpq

/// One answer of the server: owns a `PGresult` in text format, which is freed with the last reference, or a copy of some
/// of its rows.
///
/// Cells are lent straight from the wire buffer; a row or column out of range is read as NULL.
@safe package final class Rows: Sendable {
    /// libpq changes a result no more once it has been handed out, so every thread may read it. Nil for a copy.
    nonisolated(unsafe) private let raw: OpaquePointer?
    /// Nil for what libpq keeps.
    private let flat: FlatRows?
    package let count: Int
    package let columns: Int

    /// Takes the result over.
    init(_ raw: OpaquePointer) {
        unsafe self.raw = unsafe raw
        flat = nil
        count = unsafe Int(PQntuples(raw))
        columns = unsafe Int(PQnfields(raw))
    }

    private init(_ flat: FlatRows) {
        unsafe raw = nil
        self.flat = flat
        (count, columns) = (flat.count, flat.columns)
    }

    /// Some rows by themselves, so that keeping them does not keep the others.
    package convenience init(copying rows: Rows, _ range: Range<Int>) { self.init(FlatRows(copying: rows, range)) }

    /// What `copiedBytes` gave; nil for anything else.
    package convenience init?(copiedBytes: Span<UInt8>, columns: Int) {
        guard let flat = FlatRows(copiedBytes, columns: columns) else { return nil }
        self.init(flat)
    }

    deinit {
        unsafe PQclear(raw)
        flat?.free()
    }

    package var isEmpty: Bool { count == 0 }

    /// What a copy takes, in bytes; 0 for what is none.
    package var copiedSize: Int { flat?.byteCount ?? 0 }

    /// A copy as it may be kept outside of the process; empty for what is none.
    package var copiedBytes: [UInt8] { flat?.bytes ?? [] }

    /// How many rows `insert`, `update`, `delete` touched or `select` returned.
    package var affected: Int {
        guard let raw = unsafe raw, let text = unsafe PQcmdTuples(raw) else { return 0 }
        return unsafe Int(String(cString: text)) ?? 0
    }

    /// What the server says it did: `SELECT 3`, `COMMIT`, `ROLLBACK`.
    package var command: String {
        guard let raw = unsafe raw, let text = unsafe PQcmdStatus(raw) else { return "" }
        return unsafe String(cString: text)
    }

    package func name(ofColumn column: Int) -> String { view.name(ofColumn: column) }

    /// The cells for those who hold no reference to each row's answer; see to it that this object outlives them.
    package var view: RowsView {
        if let flat { return RowsView(flat, of: self) }
        return unsafe RowsView(raw, of: self)
    }

    package func isNull(_ row: Int, _ column: Int) -> Bool { view.isNull(row, column) }

    /// The cell's bytes as they came over the wire, lent without a copy; empty for NULL.
    @_lifetime(borrow self)
    package func bytes(_ row: Int, _ column: Int) -> RawSpan {
        unsafe _overrideLifetime(view.bytes(row, column), borrowing: self)
    }
}
