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
    /// Whether the schema has no null in the column.
    private var refusesNull = false
    /// Where the cell at hand begins, and where its value does.
    private var cellStart = 0
    private var valueStart = 0

    /// - Parameter count: how many cells there will be.
    init(count: Int) {
        buffer = ResponseBuffer(capacity: count * 24)
        ends = GrowingBuffer(capacity: count)
    }

    /// Begins the cells of another field.
    ///
    /// - Parameter prefix: `,"key":`, or nothing for the items of a list.
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
        LeafCells(bytes: buffer.finish(), ends: ends.elements, failures: failures)
    }
}
