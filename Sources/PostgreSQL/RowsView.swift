internal import CLibpq

/// The cells of an answer (`Rows`), which somebody else keeps.
///
/// It is nothing but an address, so copies of it cost nothing: to count references for each row took up to 7 % of the
/// server's time. Debug builds stop where the answer is gone.
@safe package struct RowsView: Sendable {
    /// Of a `PGresult` or, with the lowest bit set, of `FlatRows`.
    private let address: UInt
    #if DEBUG
        private unowned let owner: Rows
    #endif

    init(_ raw: OpaquePointer?, of owner: Rows) {
        address = UInt(bitPattern: raw)
        #if DEBUG
            self.owner = owner
        #endif
    }

    init(_ flat: FlatRows, of owner: Rows) {
        address = flat.address | 1
        #if DEBUG
            self.owner = owner
        #endif
    }

    private var raw: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

    /// Nil for what libpq keeps. All that reads a cell asks this first.
    private var flat: FlatRows? {
        #if DEBUG
            _ = owner
        #endif
        return address & 1 == 0 ? nil : FlatRows(at: address & ~1)
    }

    package func name(ofColumn column: Int) -> String {
        guard flat == nil, let text = unsafe PQfname(raw, Int32(truncatingIfNeeded: column)) else { return "" }
        return unsafe String(cString: text)
    }

    package func isNull(_ row: Int, _ column: Int) -> Bool {
        if let flat { return flat.isNull(row, column) }
        return unsafe PQgetisnull(raw, Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column)) != 0
    }

    /// The cell's bytes as they came over the wire, lent without a copy; empty for NULL.
    @_lifetime(borrow self)
    package func bytes(_ row: Int, _ column: Int) -> RawSpan {
        if let flat {
            let span = unsafe RawSpan(_unsafeBytes: flat.cell(row, column))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        guard let start = unsafe PQgetvalue(raw, row, column) else { return RawSpan() }
        let length = unsafe Int(PQgetlength(raw, row, column))
        let span = unsafe RawSpan(_unsafeStart: start, byteCount: length)
        return unsafe _overrideLifetime(span, borrowing: self)
    }
}
