/// Leaf values of a level, written as JSON (see `CellBuffer`).
final class LeafCells: Sendable {
    let bytes: ResponseBytes
    /// Behind which byte each cell ends; the next one begins there.
    private let ends: ContiguousArray<UInt32>
    private let failures: [Int: FieldError]

    init(bytes: ResponseBytes, ends: ContiguousArray<UInt32>, failures: [Int: FieldError]) {
        self.bytes = bytes
        self.ends = ends
        self.failures = failures
    }

    /// Where a cell lies among the bytes.
    @inline(__always) subscript(cell: Int) -> Range<Int> {
        (cell == 0 ? 0 : Int(ends[cell - 1]))..<Int(ends[cell])
    }

    /// Why an empty cell is one; nil if the value is null against the schema.
    func failure(_ cell: Int) -> FieldError? { failures[cell] }
}

extension ResponseBuffer {
    /// Appends a cell; false if it is empty.
    @inline(__always) mutating func append(_ cell: Int, of cells: borrowing LeafCells) -> Bool {
        let range = cells[cell]
        guard !range.isEmpty else { return false }
        append(range, of: cells.bytes)
        return true
    }
}
