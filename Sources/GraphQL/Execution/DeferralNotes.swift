/// What the writer finds to be still to come of the objects and lists it writes.
///
/// Positions are those of the answer's buffer, so that what a null takes away is taken from the notes as well.
struct DeferralNotes: Sendable {
    /// A deferred fragment of one object, or the rest of one list.
    struct Fragment: Sendable {
        let label: String?
        let path: [PathStep]
        /// The fragments whose completion lets it begin; the one of them that completes first does.
        let parents: [Int]
        let position: Int
    }

    /// What one work finds for one object or list.
    struct Part: Sendable {
        let work: DeferredWork
        /// Which object of the work's column, or which of its lists.
        let index: Int
        let path: [PathStep]
        /// The fragments that wait for it.
        let fragments: [Int]
        let scope: [Int: Int]
        let position: Int
    }

    private(set) var fragments: [Fragment] = []
    private(set) var parts: [Part] = []
    /// The fragments around what is being written, by the numbers of their usages.
    private(set) var scope: [Int: Int]
    /// The fragments that wait for what is being written.
    private let waiting: [Int]
    /// The number of the first fragment found.
    private let firstFragment: Int

    init(of part: Part? = nil, firstFragment: Int = 0) {
        scope = part?.scope ?? [:]
        waiting = part?.fragments ?? []
        self.firstFragment = firstFragment
    }

    /// Notes what is deferred of an object. Returns the scope outside of it, to be restored behind it.
    mutating func enter(_ deferral: ExecutedDeferral, _ index: Int, at path: [PathStep], _ position: Int) -> [Int: Int]
    {
        let outer = scope
        for usage in deferral.plan.opened {
            let parents = usage.parent.flatMap { scope[$0.number] }.map { [$0] } ?? waiting
            scope[usage.number] = firstFragment + fragments.count
            fragments.append(Fragment(label: usage.label, path: path, parents: parents, position: position))
        }
        for (part, work) in zip(deferral.plan.parts, deferral.works) {
            parts.append(
                Part(
                    work: work, index: index, path: path, fragments: part.usages.compactMap { scope[$0.number] },
                    scope: scope, position: position))
        }
        return outer
    }

    mutating func leave(to outer: [Int: Int]) { scope = outer }

    /// Notes the rest of a streamed list, if there is one.
    mutating func addRest(_ work: DeferredWork, ofList index: Int, at path: [PathStep], _ position: Int) {
        guard case .items(_, let rest, _, let label) = work.kind, let offsets = rest.layers[0].offsets,
            offsets[index] < offsets[index + 1]
        else { return }
        let number = firstFragment + fragments.count
        fragments.append(Fragment(label: label, path: path, parents: waiting, position: position))
        // The items come when the fragments around the list are complete: what begins inside of them waits for the list.
        let scope = scope.mapValues { waiting.contains($0) ? number : $0 }
        parts.append(
            Part(work: work, index: index, path: path, fragments: [number], scope: scope, position: position))
    }

    /// Forgets what was noted at a position or behind it.
    mutating func rewind(to position: Int) {
        while let last = fragments.last, last.position >= position { fragments.removeLast() }
        while let last = parts.last, last.position >= position { parts.removeLast() }
    }
}

/// A step of the path to a value; made into text only where it is shown.
///
/// It does not keep its field, which would count a reference for each object of an answer: who keeps paths keeps the plan.
@safe enum PathStep: Sendable {
    case field(Unmanaged<PlannedField>)
    case index(Int)

    static func of(_ field: PlannedField) -> Self { unsafe .field(.passUnretained(field)) }
}

extension Collection<PathStep> {
    var segments: [PathSegment] {
        map { step in
            switch step {
            case .field(let field): unsafe .key(field.takeUnretainedValue().responseKey)
            case .index(let index): .index(index)
            }
        }
    }
}
