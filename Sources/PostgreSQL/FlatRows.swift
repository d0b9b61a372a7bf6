/// Rows in one block of memory, apart from the answer they came in: what caches keep and pass on.
///
/// Laid out as the numbers of columns and rows, then for each cell where it ends among the cells' bytes, the highest bit
/// telling NULL, then those bytes; numbers are 32 bits, little-endian. The memory belongs to whoever holds the value.
@safe struct FlatRows: Sendable {
    /// Never written to once it is made.
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer

    var columns: Int { number(0) }
    var count: Int { number(1) }
    var byteCount: Int { cellsOffset + (count * columns == 0 ? 0 : Int(mark(count * columns - 1) & ~Self.null)) }

    private static var null: UInt32 { 1 << 31 }
    /// Bytes before the marks of cells.
    private static var headSize: Int { 8 }
    /// Bytes before the cells'.
    private var cellsOffset: Int { Self.headSize + 4 * count * columns }

    /// Some rows of an answer.
    init(copying rows: Rows, _ range: Range<Int>) {
        let columns = rows.columns
        var size = Self.headSize + 4 * range.count * columns
        let head = size
        for row in range { for column in 0..<rows.columns { size += rows.bytes(row, column).byteCount } }
        unsafe start = .allocate(byteCount: size, alignment: 4)
        unsafe start.storeBytes(of: UInt32(columns).littleEndian, as: UInt32.self)
        unsafe start.storeBytes(of: UInt32(range.count).littleEndian, toByteOffset: 4, as: UInt32.self)
        var (cell, end) = (0, 0)
        for row in range {
            for column in 0..<columns {
                let bytes = rows.bytes(row, column)
                unsafe bytes.withUnsafeBytes { source in
                    guard let base = source.baseAddress else { return }
                    unsafe (start + head + end).copyMemory(from: base, byteCount: source.count)
                }
                end += bytes.byteCount
                let mark = UInt32(end) | (rows.isNull(row, column) ? Self.null : 0)
                unsafe start.storeBytes(of: mark.littleEndian, toByteOffset: Self.headSize + 4 * cell, as: UInt32.self)
                cell += 1
            }
        }
    }

    /// What `bytes` gave; nil for anything else.
    ///
    /// - Parameter columns: how many the rows must have.
    init?(_ bytes: Span<UInt8>, columns: Int) {
        func number(_ place: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[4 * place + $1]) << (8 * UInt32($1)) }
        }
        guard bytes.count >= Self.headSize, columns > 0, number(0) == UInt32(columns) else { return nil }
        let cells = Int(number(1)) * columns
        guard bytes.count >= Self.headSize + 4 * cells else { return nil }
        var end = 0
        for cell in 0..<cells {
            let next = Int(number(2 + cell) & ~Self.null)
            guard next >= end else { return nil }
            end = next
        }
        guard Self.headSize + 4 * cells + end == bytes.count else { return nil }
        unsafe start = .allocate(byteCount: bytes.count, alignment: 4)
        unsafe bytes.withUnsafeBytes {
            unsafe start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count)
        }
    }

    /// What `address` was of.
    init(at address: UInt) {
        guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
            preconditionFailure("Rows lie nowhere.")
        }
        unsafe self.start = start
    }

    /// Even.
    var address: UInt { unsafe UInt(bitPattern: start) }

    func free() { unsafe start.deallocate() }

    /// All of it, as it may be kept elsewhere.
    var bytes: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: start, count: byteCount)) }

    private func number(_ place: Int) -> Int {
        unsafe Int(UInt32(littleEndian: start.load(fromByteOffset: 4 * place, as: UInt32.self)))
    }

    private func mark(_ cell: Int) -> UInt32 {
        unsafe UInt32(littleEndian: start.load(fromByteOffset: Self.headSize + 4 * cell, as: UInt32.self))
    }

    func isNull(_ row: Int, _ column: Int) -> Bool {
        guard row < count, column < columns, row >= 0, column >= 0 else { return true }
        return mark(row * columns + column) & Self.null != 0
    }

    /// The cell's bytes, valid as long as the memory is.
    @unsafe func cell(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        guard row < count, column < columns, row >= 0, column >= 0 else { return unsafe .init(start: nil, count: 0) }
        let cell = row * columns + column
        let begin = cell == 0 ? 0 : Int(mark(cell - 1) & ~Self.null)
        let end = Int(mark(cell) & ~Self.null)
        return unsafe UnsafeRawBufferPointer(start: start + cellsOffset + begin, count: end - begin)
    }
}
