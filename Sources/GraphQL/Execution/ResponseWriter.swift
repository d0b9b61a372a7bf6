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
        guard let deferral = selection.deferral else { return writeFields(selection, index) }
        let outer = notes.enter(deferral, index, at: path, buffer.count)
        defer { notes.leave(to: outer) }
        return writeFields(selection, index)
    }

    private mutating func writeFields(_ selection: ExecutedSelection, _ index: Int) -> Bool {
        buffer.append(UInt8(ascii: "{"))
        let first = buffer.count
        for field in selection.fields {
            buffer.append(buffer.count == first ? field.field.firstKey : field.field.nextKey)
            guard write(field, of: selection.column, index) else { return false }
        }
        buffer.append(UInt8(ascii: "}"))
        return true
    }

    private mutating func write(_ executed: ExecutedField, of parents: any AnyColumn, _ index: Int) -> Bool {
        switch executed.outcome {
        case .written(let writer, let arguments):
            return writeLeaf(executed.field, layer: 0) { buffer throws(FieldError) in
                try writer(parents, index, arguments, &buffer)
            }
        case .failed(let failure):
            path.append(.field(executed.field))
            defer { path.removeLast() }
            return fail(failure, executed.field, layer: 0)
        case .resolved(let resolved):
            path.append(.field(executed.field))
            defer { path.removeLast() }
            return write(resolved, executed.field, layer: 0, place: index)
        }
    }

    /// Writes what a resolver found, from one layer of the field's type inwards.
    mutating func write(
        _ resolved: ResolvedField, _ field: PlannedField, layer: Int, place: Int
    ) -> Bool {
        var place = place
        if let slots = resolved.layers[layer].slots {
            let slot = slots[place]
            if slot == ResolvedLayer.null { return writeNull(field, layer: layer) }
            if slot < 0 {
                return fail(resolved.failures[ResolvedLayer.failure(ofSlot: slot)], field, layer: layer)
            }
            place = Int(slot)
        }
        let mark = buffer.count
        let isWritten: Bool
        if let offsets = resolved.layers[layer].offsets {
            isWritten = writeList(resolved, field, layer: layer, Int(offsets[place])..<Int(offsets[place + 1]))
            if isWritten, layer == 0, let rest = resolved.rest {
                notes.addRest(rest, ofList: place, at: path, buffer.count)
            }
        } else {
            switch resolved.child {
            case .leaf(let writer):
                return writeElement(field, layer) { buffer throws(FieldError) in
                    try writer(resolved.column, place, FieldArguments(), &buffer)
                }
            case .object(let selection): isWritten = write(selection, place)
            case .abstract(let places, let selections):
                let (selection, index) = (places[place].selection, places[place].index)
                isWritten = selections[selection].map { write($0, index) } ?? false
            }
        }
        if isWritten { return true }
        guard !field.nonNull[layer] else { return false }
        buffer.truncate(to: mark)
        notes.rewind(to: mark)
        buffer.appendNull()
        return true
    }

    private mutating func writeList(
        _ resolved: ResolvedField, _ field: PlannedField, layer: Int, _ places: Range<Int>
    ) -> Bool {
        buffer.append(UInt8(ascii: "["))
        for (number, place) in places.enumerated() {
            if number > 0 { buffer.append(UInt8(ascii: ",")) }
            path.append(.index(number))
            defer { path.removeLast() }
            guard write(resolved, field, layer: layer + 1, place: place) else { return false }
        }
        buffer.append(UInt8(ascii: "]"))
        return true
    }
}

extension ResponseWriter {
    /// Writes a scalar or enum of the field at the path's end.
    private mutating func writeElement(
        _ field: PlannedField, _ layer: Int, _ write: (inout ResponseBuffer) throws(FieldError) -> Void
    ) -> Bool {
        let mark = buffer.count
        do throws(FieldError) {
            try write(&buffer)
        } catch {
            buffer.truncate(to: mark)
            return fail(error, field, layer: layer)
        }
        return buffer.count > mark || writeNull(field, layer: layer)
    }

    /// As `writeElement`, for a field that is not on the path yet; it is put there only for an error.
    private mutating func writeLeaf(
        _ field: PlannedField, layer: Int, _ write: (inout ResponseBuffer) throws(FieldError) -> Void
    ) -> Bool {
        let mark = buffer.count
        do throws(FieldError) {
            try write(&buffer)
            if buffer.count > mark { return true }
            path.append(.field(field))
            defer { path.removeLast() }
            return writeNull(field, layer: layer)
        } catch {
            buffer.truncate(to: mark)
            path.append(.field(field))
            defer { path.removeLast() }
            return fail(error, field, layer: layer)
        }
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
