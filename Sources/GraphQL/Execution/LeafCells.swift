/// Leaf values of a level, written as JSON by a `CellBuffer`.
@safe final class LeafCells: Sendable {
    /// How many bytes can be read behind each cell's first, whether they are its own or not.
    static let slack = 64

    let count: Int
    fileprivate nonisolated(unsafe) let start: UnsafeMutableRawPointer
    /// 0, where the first cell begins, and then each cell's end.
    private nonisolated(unsafe) let bounds: UnsafeMutablePointer<UInt32>
    private let failures: [Int: FieldError]

    /// Takes over what a buffer has written, with `slack` more bytes to read.
    init(
        count: Int, start: UnsafeMutableRawPointer, bounds: UnsafeMutablePointer<UInt32>, failures: [Int: FieldError]
    ) {
        self.count = count
        unsafe self.start = start
        unsafe self.bounds = bounds
        self.failures = failures
    }

    deinit {
        unsafe start.deallocate()
        unsafe bounds.deallocate()
    }

    /// Where a cell lies among the bytes; it begins where the one before it ends.
    @inline(__always) subscript(cell: Int) -> Range<Int> {
        precondition(UInt(bitPattern: cell) < UInt(bitPattern: count))
        return unsafe Range(uncheckedBounds: (Int(bounds[cell]), Int(bounds[cell &+ 1])))
    }

    /// Why an empty cell is one; nil if the value is null against the schema.
    func failure(_ cell: Int) -> FieldError? { failures[cell] }
}

extension ResponseBuffer {
    /// Appends a cell; false if it is empty.
    @inline(__always) mutating func append(_ cell: Int, of cells: borrowing LeafCells) -> Bool {
        let range = cells[cell]
        guard !range.isEmpty else { return false }
        reserve(max(range.count, LeafCells.slack))
        unsafe (start + written).copyCell(from: cells.start + range.lowerBound, byteCount: range.count)
        written += range.count
        return true
    }

    /// Appends objects put together from cells, with a comma before each but the first of the list. All cells begin with
    /// a comma, too; `{` takes the place of an object's first.
    ///
    /// - Parameters:
    ///   - rows: the objects; those of a list from `listStart` on.
    ///   - firstCells: for each field where its cells begin.
    /// - Returns: the first object that was not appended, since one of its cells is empty.
    mutating func append(
        rows: Range<Int>, ofListFrom listStart: Int, _ cells: borrowing LeafCells, firstCells: [Int]
    ) -> Int {
        var size = LeafCells.slack + 2 * rows.count
        for first in firstCells {
            size += cells[first + rows.upperBound - 1].upperBound - cells[first + rows.lowerBound].lowerBound
        }
        reserve(size)
        var end = unsafe start + written
        for row in rows {
            var cell = unsafe end
            if row > listStart {
                unsafe cell.storeBytes(of: UInt8(ascii: ","), as: UInt8.self)
                unsafe cell += 1
            }
            let object = unsafe cell
            for first in firstCells {
                let range = cells[first &+ row]
                guard !range.isEmpty else {
                    written = unsafe end - UnsafeMutableRawPointer(start)
                    return row
                }
                unsafe cell.copyCell(from: cells.start + range.lowerBound, byteCount: range.count)
                unsafe cell += range.count
            }
            unsafe object.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
            unsafe cell.storeBytes(of: UInt8(ascii: "}"), as: UInt8.self)
            unsafe end = cell + 1
        }
        written = unsafe end - UnsafeMutableRawPointer(start)
        return rows.upperBound
    }
}

extension UnsafeMutableRawPointer {
    /// Copies a cell. Most are short: they are copied by moving a fixed number of bytes, for which there has to be room
    /// and as many to read (`LeafCells.slack`), instead of by a call.
    @inline(__always) fileprivate func copyCell(from source: UnsafeRawPointer, byteCount: Int) {
        guard byteCount <= LeafCells.slack else { return unsafe copyMemory(from: source, byteCount: byteCount) }
        unsafe storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        guard byteCount > 32 else { return }
        let rest = unsafe source.loadUnaligned(fromByteOffset: 32, as: SIMD32<UInt8>.self)
        unsafe storeBytes(of: rest, toByteOffset: 32, as: SIMD32<UInt8>.self)
    }
}
