/// Writes leaf fields of a level as JSON, column by column: a cell for each field and value.
///
/// A cell of a field holds `,"key":value`, so that a row of an answer is put together by copying cells. It is empty
/// where there is an error to tell: the field failed, or is null against the schema.
@safe public struct CellBuffer: ~Copyable {
    @usableFromInline var buffer: ResponseBuffer
    @usableFromInline let bounds: CellBounds
    @usableFromInline let capacity: Int
    @usableFromInline var count = 0
    private var failures: [Int: FieldError] = [:]
    /// What every cell of the column begins with, and its first bytes as one word that is stored at once.
    private var prefix: [UInt8] = []
    @usableFromInline var prefixHead = SIMD32<UInt8>()
    @usableFromInline var prefixCount = 0
    /// Whether the schema has no null in the column.
    private var refusesNull = false

    /// - Parameter count: how many cells there will be.
    init(count: Int) {
        buffer = ResponseBuffer(capacity: count * 32 + LeafCells.slack)
        bounds = CellBounds(count: count)
        capacity = count
    }

    /// Begins the cells of another field.
    ///
    /// - Parameter prefix: `,"key":`, or nothing for the items of a list.
    mutating func beginColumn(prefix: [UInt8], refusesNull: Bool) {
        self.prefix = prefix
        self.refusesNull = refusesNull
        prefixCount = prefix.count
        for place in 0..<min(prefixCount, prefixHead.scalarCount) { prefixHead[place] = prefix[place] }
    }

    /// Adds the cell of one value; nothing written means null.
    @inlinable @inline(__always)
    mutating func append(_ write: (inout ResponseBuffer) throws(FieldError) -> Void) {
        let start = buffer.count
        if prefixCount <= 32 { buffer.append(prefixHead, count: prefixCount) } else { appendLongPrefix() }
        do throws(FieldError) {
            try write(&buffer)
            if buffer.count == start + prefixCount { leaveOut(from: start) }
        } catch {
            fail(error, from: start)
        }
        precondition(count < capacity, "A level's column has more cells than values.")
        count += 1
        unsafe bounds.start[count] = UInt32(truncatingIfNeeded: buffer.count)
    }

    @usableFromInline mutating func appendLongPrefix() {
        buffer.append(prefix)
    }

    /// What stands for a value of which nothing was written.
    @usableFromInline mutating func leaveOut(from cellStart: Int) {
        if refusesNull { buffer.truncate(to: cellStart) } else { buffer.appendNull() }
    }

    @usableFromInline mutating func fail(_ failure: FieldError, from cellStart: Int) {
        failures[count] = failure
        buffer.truncate(to: cellStart)
    }

    /// The cells; the buffer is done.
    consuming func finish() -> LeafCells {
        precondition(buffer.count <= UInt32.max, "The leaf fields of a level take more than 4 GiB.")
        precondition(count == capacity, "A level's column has fewer cells than values.")
        buffer.reserve(LeafCells.slack)
        return unsafe LeafCells(count: count, start: buffer.take(), bounds: bounds.take(), failures: failures)
    }
}

/// Where cells begin and end while they are written: 0, and then behind which byte each ends.
@safe @usableFromInline struct CellBounds: ~Copyable {
    @usableFromInline let start: UnsafeMutablePointer<UInt32>

    init(count: Int) {
        unsafe start = .allocate(capacity: count + 1)
        unsafe start[0] = 0
    }

    deinit { unsafe start.deallocate() }

    /// Leaves the memory to the caller.
    consuming func take() -> UnsafeMutablePointer<UInt32> {
        let start = unsafe start
        discard self
        return unsafe start
    }
}
