/// Writes an executed request as JSON, depth-first (specification sections 6.4.3 and 6.4.4).
///
/// A null where the schema refuses it rewinds the buffer to the nearest place that may be null; the error is kept.
struct ResponseWriter: ~Copyable {
    private let conditionValues: [Bool]
    var buffer: ResponseBuffer
    private(set) var errors: [GraphQLError] = []
    /// The way to the value being written.
    var path: [PathStep]
    /// What the writer finds to be still to come.
    var notes: DeferralNotes
    /// How many are answered; the rest is counted.
    private let maximumErrors: Int?
    private var errorsLeftOut = 0
    var hasLeftOutErrors: Bool { errorsLeftOut > 0 }

    /// - Parameters:
    ///   - conditionValues: what the plan's conditions ask, for the places of errors.
    ///   - maximumErrors: so many are answered, and one more that says how many there are beside them.
    ///   - path: where the answer's part that is written belongs.
    init(
        capacity: Int, conditionValues: [Bool], maximumErrors: Int?, path: [PathStep] = [],
        notes: DeferralNotes = DeferralNotes()
    ) {
        self.conditionValues = conditionValues
        self.maximumErrors = maximumErrors
        self.path = path
        self.notes = notes
        buffer = ResponseBuffer(capacity: capacity)
    }

    /// The whole answer: `data`, then `errors` if any, then `extensions` if any.
    ///
    /// - Parameter root: the root fields, or why they could not be told.
    mutating func answer(
        _ root: Result<ExecutedSelection, GraphQLError>, extensions: InputObject?
    ) -> ResponseBytes {
        begin(root, extensions: extensions)
        return end()
    }

    /// The members of an answer, for others to follow before its end.
    mutating func begin(_ root: Result<ExecutedSelection, GraphQLError>, extensions: InputObject?) {
        buffer.append("{\"data\":")
        let mark = buffer.count
        switch root {
        case .success(let selection):
            if !write(selection, 0) {
                buffer.truncate(to: mark)
                notes.rewind(to: mark)
                buffer.appendNull()
            }
        case .failure(let error):
            errors.append(error)
            buffer.appendNull()
        }
        noteErrorsLeftOut()
        buffer.append(errors: errors)
        if let extensions {
            buffer.append(",\"extensions\":")
            buffer.append(.object(extensions))
        }
    }

    mutating func end() -> ResponseBytes {
        buffer.append(UInt8(ascii: "}"))
        return buffer.finish()
    }

    /// Writes one object. False if a null reached it from below and has to go on upwards.
    mutating func write(_ selection: ExecutedSelection, _ index: Int) -> Bool {
        write(selection, index, selection.cells, selection.firstCells)
    }

    /// The same with the selection's cells at hand, which a list of objects looks up once.
    @inline(__always) private mutating func write(
        _ selection: ExecutedSelection, _ index: Int, _ cells: LeafCells?, _ firstCells: [Int]
    ) -> Bool {
        guard let deferral = selection.deferral else { return writeFields(selection, index, cells, firstCells) }
        let outer = notes.enter(deferral, index, at: path, buffer.count)
        defer { notes.leave(to: outer) }
        return writeFields(selection, index, cells, firstCells)
    }

    /// Puts the row together from its cells, all of which begin with a comma; `{` takes the place of the first.
    @inline(__always) private mutating func writeFields(
        _ selection: ExecutedSelection, _ index: Int, _ cells: LeafCells?, _ firstCells: [Int]
    ) -> Bool {
        let start = buffer.count
        for place in firstCells.indices {
            let first = firstCells[place]
            if first >= 0, let cells, buffer.append(first + index, of: cells) { continue }
            let isWritten = selection.fields.lend(place) { write($0, first + index, of: selection, index) }
            guard isWritten else { return false }
        }
        if buffer.count == start {
            buffer.append(UInt8(ascii: "{"))
        } else {
            buffer.replace(at: start, with: UInt8(ascii: "{"))
        }
        buffer.append(UInt8(ascii: "}"))
        return true
    }

    /// Writes a field that is more than a cell to copy.
    private mutating func write(
        _ executed: ExecutedField, _ cell: Int, of selection: ExecutedSelection, _ index: Int
    ) -> Bool {
        buffer.append(executed.field.key)
        path.append(.of(executed.field))
        defer { path.removeLast() }
        if let resolved = executed.resolved { return write(resolved, executed.field, layer: 0, place: index) }
        guard case .failed(let failure) = executed.outcome else {
            return writeGap(cell, of: selection.cells, executed.field, layer: 0)
        }
        return fail(failure, executed.field, layer: 0)
    }

    /// Writes what a resolver found, from one layer of the field's type inwards.
    mutating func write(
        _ resolved: ResolvedField, _ field: PlannedField, layer: Int, place: Int
    ) -> Bool {
        var place = place
        if let slot = resolved.layers.lend(layer, { $0.slots?[place] }) {
            if slot == ResolvedLayer.null { return writeNull(field, layer: layer) }
            if slot < 0 {
                return fail(resolved.failures[ResolvedLayer.failure(ofSlot: slot)], field, layer: layer)
            }
            place = Int(slot)
        }
        let mark = buffer.count
        let isWritten: Bool
        if let bounds = resolved.layers.lend(layer, { $0.bounds(ofList: place) }) {
            isWritten = writeList(resolved, field, layer: layer, bounds)
            if isWritten, layer == 0, let rest = resolved.rest {
                notes.addRest(rest, ofList: place, at: path, buffer.count)
            }
        } else {
            switch resolved.child {
            case .leaf(let cells):
                return buffer.append(place, of: cells) || writeGap(place, of: cells, field, layer: layer)
            case .object(let selection): isWritten = write(selection, place)
            case .abstract(let abstract):
                let place = abstract.places[place]
                isWritten = abstract.selections.lend(place.selection) { selection in
                    if let selection { write(selection, place.index) } else { false }
                }
            }
        }
        if isWritten { return true }
        guard !field.nonNull[layer] else { return false }
        putNull(from: mark)
        return true
    }

    /// Puts null in the place of what was written behind a mark.
    private mutating func putNull(from mark: Int) {
        buffer.truncate(to: mark)
        notes.rewind(to: mark)
        buffer.appendNull()
    }

    private mutating func writeList(
        _ resolved: ResolvedField, _ field: PlannedField, layer: Int, _ places: Range<Int>
    ) -> Bool {
        buffer.append(UInt8(ascii: "["))
        path.append(.index(0))
        defer { path.removeLast() }
        let isWritten =
            if case .object(let selection) = resolved.child, resolved.layers.lend(layer + 1, { $0.isDirect }) {
                writeObjects(selection, places, canBeNull: !field.nonNull[layer + 1])
            } else {
                writeItems(resolved, field, layer: layer + 1, places)
            }
        buffer.append(UInt8(ascii: "]"))
        return isWritten
    }

    /// Writes the items of a list, with commas between them; the path's end follows.
    private mutating func writeItems(
        _ resolved: ResolvedField, _ field: PlannedField, layer: Int, _ places: Range<Int>
    ) -> Bool {
        for place in places {
            if place > places.lowerBound { buffer.append(UInt8(ascii: ",")) }
            path[path.count - 1] = .index(place - places.lowerBound)
            guard write(resolved, field, layer: layer, place: place) else { return false }
        }
        return true
    }

    /// The same, for objects none of which is missing. Those that are nothing but cells are copied together.
    private mutating func writeObjects(_ selection: ExecutedSelection, _ places: Range<Int>, canBeNull: Bool) -> Bool {
        let (cells, firstCells) = (selection.cells, selection.firstCells)
        var place = places.lowerBound
        while place < places.upperBound {
            if selection.isAllCells, let cells {
                place = buffer.append(
                    rows: place..<places.upperBound, ofListFrom: places.lowerBound, cells, firstCells: firstCells)
                if place == places.upperBound { break }
            }
            if place > places.lowerBound { buffer.append(UInt8(ascii: ",")) }
            path[path.count - 1] = .index(place - places.lowerBound)
            let mark = buffer.count
            if !write(selection, place, cells, firstCells) {
                guard canBeNull else { return false }
                putNull(from: mark)
            }
            place += 1
        }
        return true
    }
}

extension ResponseWriter {
    /// Writes what stands for an empty cell: the error of the field at the path's end.
    private mutating func writeGap(_ cell: Int, of cells: LeafCells?, _ field: PlannedField, layer: Int) -> Bool {
        cells?.failure(cell).map { fail($0, field, layer: layer) } ?? writeNull(field, layer: layer)
    }

    private mutating func writeNull(_ field: PlannedField, layer: Int) -> Bool {
        guard field.nonNull[layer] else {
            buffer.appendNull()
            return true
        }
        return fail(
            FieldError("Cannot return null for non-nullable field \(field.coordinate).", code: .internal), field,
            layer: layer)
    }

    /// Keeps the error and writes null in its place, or lets it go on upwards.
    private mutating func fail(_ failure: FieldError, _ field: PlannedField, layer: Int) -> Bool {
        if errors.count < maximumErrors ?? .max {
            errors.append(GraphQLError(failure, at: field, path: path.segments, conditionValues))
        } else {
            errorsLeftOut += 1
        }
        guard !field.nonNull[layer] else { return false }
        buffer.appendNull()
        return true
    }

    private mutating func noteErrorsLeftOut() {
        guard errorsLeftOut > 0, let maximumErrors else { return }
        errors.append(GraphQLError(errorsLeftOut: errorsLeftOut, beside: maximumErrors))
    }
}

extension GraphQLError {
    /// Says how many errors an answer does not tell.
    init(errorsLeftOut count: Int, beside maximum: Int) {
        self.init(
            "The answer has more errors than it tells: \(count) beside the \(maximum) above.", exceeding: .errors,
            of: maximum, found: .int(Int64(maximum + count)))
    }
}
