/// What a deferred part comes to.
struct WrittenPart: Sendable {
    /// An object, or a list of items; nil if there is nothing to send.
    var bytes: ResponseBytes?
    /// Errors inside of what is sent.
    var errors: [GraphQLError] = []
    /// Why the part fails, and all that waits for it: a null where the schema refuses it.
    var failure: [GraphQLError] = []

    /// Leaves out errors beyond a number, with one that says so.
    mutating func limitErrors(to maximum: Int) {
        errors = errors.limited(to: maximum)
        failure = failure.limited(to: maximum)
    }
}

extension [GraphQLError] {
    fileprivate func limited(to maximum: Int) -> [GraphQLError] {
        count <= maximum ? self : prefix(maximum) + [GraphQLError(errorsLeftOut: count - maximum, beside: maximum)]
    }
}

extension ResponseWriter {
    /// Writes what was found for one object or list.
    mutating func write(_ outcome: DeferredWork.Outcome, _ index: Int) -> WrittenPart {
        switch outcome {
        case .fields(let selection):
            guard write(selection, index) else {
                notes.rewind(to: 0)
                return WrittenPart(failure: errors)
            }
            return WrittenPart(bytes: buffer.finish(), errors: errors)
        case .items(let field, let resolved, let initialCount):
            return writeItems(resolved, field, list: index, from: initialCount)
        }
    }

    /// Writes the rest of a streamed list, up to an item that fails and takes the rest with it.
    private mutating func writeItems(
        _ resolved: ResolvedField, _ field: PlannedField, list: Int, from firstIndex: Int
    ) -> WrittenPart {
        guard let offsets = resolved.layers[0].offsets else { return WrittenPart() }
        buffer.append(UInt8(ascii: "["))
        let start = buffer.count
        for (number, place) in (offsets[list]..<offsets[list + 1]).enumerated() {
            let mark = buffer.count
            let knownErrors = errors.count
            if mark > start { buffer.append(UInt8(ascii: ",")) }
            path.append(.index(firstIndex + number))
            defer { path.removeLast() }
            if write(resolved, field, layer: 1, place: Int(place)) { continue }
            let failure = Array(errors[knownErrors...])
            buffer.truncate(to: mark)
            notes.rewind(to: mark)
            guard mark > start else { return WrittenPart(failure: failure) }
            buffer.append(UInt8(ascii: "]"))
            return WrittenPart(bytes: buffer.finish(), errors: Array(errors[..<knownErrors]), failure: failure)
        }
        buffer.append(UInt8(ascii: "]"))
        return WrittenPart(bytes: buffer.finish(), errors: errors)
    }
}
