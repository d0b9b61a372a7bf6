/// Writes leaf fields of a level as JSON, column by column: a cell for each field and value.
///
/// A cell of a field holds `,"key":value`, so that a row of an answer is put together by copying cells. It is empty
/// where there is an error to tell: the field failed, or is null against the schema.
public struct CellBuffer: ~Copyable {
    @usableFromInline var buffer: ResponseBuffer
    private var ends: GrowingBuffer<UInt32>
    private var failures: [Int: FieldError] = [:]
    /// What every cell of the column begins with.
    private var prefix: [UInt8] = []
    private var refusesNull = false
    private var cellStart = 0
    private var valueStart = 0

    /// - Parameter count: how many cells there will be.
    init(count: Int) {
        buffer = ResponseBuffer(capacity: count * 24)
        ends = GrowingBuffer(capacity: count)
    }

    /// Begins the cells of another field.
    mutating func beginColumn(prefix: [UInt8], refusesNull: Bool) {
        self.prefix = prefix
        self.refusesNull = refusesNull
    }

    /// Adds the cell of one value; nothing written means null.
    @inlinable mutating func append(_ write: (inout ResponseBuffer) throws(FieldError) -> Void) {
        begin()
        do throws(FieldError) {
            try write(&buffer)
            end()
        } catch {
            fail(error)
        }
    }

    @usableFromInline mutating func begin() {
        cellStart = buffer.count
        buffer.append(prefix)
        valueStart = buffer.count
    }

    @usableFromInline mutating func end() {
        if buffer.count == valueStart {
            if refusesNull { buffer.truncate(to: cellStart) } else { buffer.appendNull() }
        }
        close()
    }

    @usableFromInline mutating func fail(_ failure: FieldError) {
        failures[ends.count] = failure
        buffer.truncate(to: cellStart)
        close()
    }

    private mutating func close() {
        precondition(buffer.count <= UInt32.max, "The leaf fields of a level take more than 4 GiB.")
        ends.append(UInt32(truncatingIfNeeded: buffer.count))
    }

    /// The cells; the buffer begins anew.
    mutating func finish() -> LeafCells {
        buffer.reserve(LeafCells.slack)
        return LeafCells(bytes: buffer.finish(), ends: ends.elements, failures: failures)
    }
}

/// Leaf values of a level, written as JSON (see `CellBuffer`).
final class LeafCells: Sendable {
    /// Bytes that may be read behind the last cell.
    static let slack = 32

    let bytes: ResponseBytes
    private let ends: ContiguousArray<UInt32>
    private let failures: [Int: FieldError]

    init(bytes: ResponseBytes, ends: ContiguousArray<UInt32>, failures: [Int: FieldError]) {
        self.bytes = bytes
        self.ends = ends
        self.failures = failures
    }

    /// Where a cell lies among the bytes.
    @inline(__always) subscript(cell: Int) -> Range<Int> {
        let start = cell == 0 ? 0 : Int(ends[cell - 1])
        return unsafe Range(uncheckedBounds: (start, Int(ends[cell])))
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

    /// Appends a part of some bytes, behind which as many as `LeafCells.slack` may be read. Most parts are short: they
    /// are copied with two moves of fixed size instead of a call.
    @inline(__always) private mutating func append(_ range: Range<Int>, of bytes: borrowing ResponseBytes) {
        reserve(range.count &+ LeafCells.slack)
        let target = unsafe start + written
        let source = unsafe bytes.start + range.lowerBound
        if range.count <= LeafCells.slack {
            unsafe target.storeBytes(of: source.loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
        } else {
            unsafe target.copyMemory(from: source, byteCount: range.count)
        }
        written &+= range.count
    }

    /// Overwrites one byte.
    @inline(__always) mutating func replace(at offset: Int, with byte: UInt8) {
        precondition(offset < written)
        unsafe start.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    }
}
