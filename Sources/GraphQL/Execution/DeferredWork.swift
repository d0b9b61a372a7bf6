/// Something left for later: it is run once for all objects or lists of a level.
final class DeferredWork: Sendable {
    enum Kind: Sendable {
        /// Deferred fields of all objects of a column.
        case fields(PlannedSelection, of: any AnyColumn)
        /// The rest of streamed lists behind their first `initialCount` items.
        case items(PlannedField, AnyResolved, initialCount: Int, label: String?)
    }

    enum Outcome: Sendable {
        case fields(ExecutedSelection)
        case items(PlannedField, ResolvedField, initialCount: Int)
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }
}

/// What is left for later of the objects of a column.
final class ExecutedDeferral: Sendable {
    let plan: PlannedDeferral
    /// One for each part of the plan.
    let works: [DeferredWork]

    init(_ plan: PlannedDeferral, of column: any AnyColumn) {
        self.plan = plan
        works = plan.parts.map { DeferredWork(.fields($0.selection, of: column)) }
    }
}

extension Execution {
    /// Runs what was left for later.
    func run(_ work: DeferredWork) async -> DeferredWork.Outcome {
        switch work.kind {
        case .fields(let selection, let column): .fields(await select(selection, of: column))
        case .items(let field, let resolved, let initialCount, _):
            .items(field, await descend(field, resolved), initialCount: initialCount)
        }
    }

    /// Parts the lists of a streamed field: goes on with their first items, and leaves the rest.
    func parted(
        _ field: PlannedField, _ stream: PlannedStream, _ resolved: AnyResolved
    ) throws -> (AnyResolved, DeferredWork?) {
        let arguments = try stream.arguments.values(variables, schema: schema)
        let initialCount = Int(arguments.int("initialCount") ?? 0)
        guard initialCount >= 0 else {
            throw FieldError("initialCount must be a positive integer", code: .badUserInput)
        }
        guard let (first, rest) = resolved.parted(behind: initialCount) else { return (resolved, nil) }
        let work = DeferredWork(.items(field, rest, initialCount: initialCount, label: arguments.string("label")))
        return (first, work)
    }
}

extension AnyResolved {
    /// The first items of the outermost lists, and the rest; nil if no list has more.
    fileprivate func parted(behind count: Int) -> (AnyResolved, AnyResolved)? {
        guard let offsets = layers[0].offsets else { return nil }
        var (first, rest): ([Int32], [Int32]) = ([], [])
        var (firstOffsets, restOffsets): ([Int32], [Int32]) = ([0], [0])
        for (begin, end) in zip(offsets, offsets.dropFirst()) {
            let cut = Int32(min(Int(begin) + min(count, Int(Int32.max)), Int(end)))
            first += begin..<cut
            rest += cut..<end
            firstOffsets.append(Int32(first.count))
            restOffsets.append(Int32(rest.count))
        }
        return rest.isEmpty ? nil : (taking(first, firstOffsets), taking(rest, restOffsets))
    }

    /// The same with other items in the outermost lists.
    ///
    /// - Parameters:
    ///   - items: places in the second layer.
    ///   - offsets: the bounds of each list among them.
    private func taking(_ items: [Int32], _ offsets: [Int32]) -> AnyResolved {
        var taken = [ResolvedLayer(slots: layers[0].slots, offsets: offsets)]
        var places = items
        for layer in layers.dropFirst() {
            let slots = layer.slots.map { slots in places.map { slots[Int($0)] } }
            let targets = slots?.filter { $0 >= 0 } ?? places
            var next: Int32 = -1
            let renumbered = slots?.map { slot -> Int32 in
                guard slot >= 0 else { return slot }
                next += 1
                return next
            }
            guard let bounds = layer.offsets else {
                taken.append(ResolvedLayer(slots: renumbered))
                places = targets
                continue
            }
            var inner: [Int32] = []
            var innerOffsets: [Int32] = [0]
            for list in targets {
                inner += bounds[Int(list)]..<bounds[Int(list) + 1]
                innerOffsets.append(Int32(inner.count))
            }
            taken.append(ResolvedLayer(slots: renumbered, offsets: innerOffsets))
            places = inner
        }
        return AnyResolved(layers: taken, column: column.taking(places), failures: failures)
    }
}
