/// Decides what an answer that comes in parts says when: which fragments are pending, what of them is there, which are
/// complete. It runs nothing itself.
///
/// A fragment is announced with the first payload, or when a fragment around it completes; what it waits for begins to
/// run then. Its data is sent once all of it is there.
struct DeliveryState: Sendable {
    private struct Fragment {
        let label: String?
        let path: [PathStep]
        /// Those that begin when this one completes.
        var children: [Int] = []
        var parts: [Int] = []
        /// How many of the parts are not there yet.
        var missing = 0
        var failure: [GraphQLError] = []
        /// Its id, once it was announced.
        var id: Int?
        var isOver = false
    }

    private struct Part {
        let noted: DeferralNotes.Part
        var isWanted = false
        var written: WrittenPart?
        var isSent = false
    }

    private struct WorkState {
        /// The parts that wait for it.
        var waiting: [Int]
        var outcome: DeferredWork.Outcome?
    }

    /// Of the paths.
    private let plan: Plan
    private let conditionValues: [Bool]
    private let limit: Int
    /// Of one part; more are counted.
    private let maximumErrors: Int?
    private var fragments: [Fragment] = []
    private var parts: [Part] = []
    private var works: [ObjectIdentifier: WorkState] = [:]
    /// Announced and not over, in the order of their ids.
    private var open: [Int] = []
    private var nextID = 0
    private var toStart: [DeferredWork] = []
    private var toWrite: [(part: Int, outcome: DeferredWork.Outcome)] = []
    /// Announced since the last payload.
    private var announced: [Int] = []

    /// - Parameter notes: what the initial answer leaves for later.
    init(_ notes: DeferralNotes, of plan: Plan, conditionValues: [Bool], limit: Int, maximumErrors: Int?) {
        self.plan = plan
        self.conditionValues = conditionValues
        self.maximumErrors = maximumErrors
        self.limit = limit
        add(notes)
        for fragment in notes.fragments.indices where notes.fragments[fragment].parents.isEmpty { announce(fragment) }
    }

    /// Whether something is still to come.
    var hasNext: Bool { !open.isEmpty }

    /// What is to be run now.
    mutating func takeStarts() -> [DeferredWork] {
        defer { toStart = [] }
        return toStart
    }

    /// Takes what a work has found.
    mutating func finish(_ work: DeferredWork, _ outcome: DeferredWork.Outcome) {
        toWrite += works[ObjectIdentifier(work)]?.waiting.map { ($0, outcome) } ?? []
        works[ObjectIdentifier(work)] = WorkState(waiting: [], outcome: outcome)
        while let next = toWrite.popLast() { write(next.part, next.outcome) }
    }

    // MARK: What is noted

    private mutating func add(_ notes: DeferralNotes) {
        for noted in notes.fragments {
            let number = fragments.count
            var fragment = Fragment(label: noted.label, path: noted.path)
            if number >= limit { fragment.failure = [tooMany(at: noted.path)] }
            fragments.append(fragment)
            for parent in noted.parents { fragments[parent].children.append(number) }
        }
        for noted in notes.parts {
            let number = parts.count
            parts.append(Part(noted: noted))
            for fragment in noted.fragments {
                fragments[fragment].parts.append(number)
                fragments[fragment].missing += 1
            }
            if noted.fragments.contains(where: { fragments[$0].id != nil }) { want(number) }
        }
    }

    private func tooMany(at path: [PathStep]) -> GraphQLError {
        GraphQLError(
            "The answer would have more than \(limit) deferred fragments and streamed lists.", path: path.segments,
            extensions: [.code(.tooManyDeferredParts)])
    }

    private mutating func announce(_ number: Int) {
        guard fragments[number].id == nil, !fragments[number].isOver else { return }
        // Nothing waits in it, except perhaps in fragments inside of it.
        guard !fragments[number].parts.isEmpty else {
            fragments[number].isOver = true
            for child in fragments[number].children { announce(child) }
            return
        }
        fragments[number].id = nextID
        nextID += 1
        announced.append(number)
        open.append(number)
        guard fragments[number].failure.isEmpty else { return }
        for part in fragments[number].parts { want(part) }
    }

    private mutating func want(_ number: Int) {
        guard !parts[number].isWanted else { return }
        parts[number].isWanted = true
        let work = parts[number].noted.work
        let key = ObjectIdentifier(work)
        if let outcome = works[key]?.outcome {
            toWrite.append((number, outcome))
        } else if works[key] == nil {
            works[key] = WorkState(waiting: [number])
            toStart.append(work)
        } else {
            works[key]?.waiting.append(number)
        }
    }

    private mutating func write(_ number: Int, _ outcome: DeferredWork.Outcome) {
        let noted = parts[number].noted
        var writer = ResponseWriter(
            capacity: 256, conditionValues: conditionValues, maximumErrors: nil, path: noted.path,
            notes: DeferralNotes(of: noted, firstFragment: fragments.count))
        var written = writer.write(outcome, noted.index)
        if let maximumErrors { written.limitErrors(to: maximumErrors) }
        parts[number].written = written
        add(writer.notes)
        for fragment in noted.fragments {
            fragments[fragment].missing -= 1
            fragments[fragment].failure += written.failure
        }
    }
}

/// What is sent.
extension DeliveryState {
    /// The members that follow those of the initial answer.
    mutating func appendPending(to buffer: inout ResponseBuffer) {
        buffer.append(",\"pending\":")
        appendAnnounced(to: &buffer)
        append(hasNext: hasNext, to: &buffer)
    }

    /// The next payload; nil if nothing has become complete.
    mutating func payload() -> Response? {
        var incremental = ResponseBuffer()
        var completed = ResponseBuffer()
        var errorCount = 0
        while let place = open.firstIndex(where: isComplete) {
            let number = open[place]
            for part in fragments[number].parts { errorCount += send(part, of: number, to: &incremental) }
            completed.append(completed.count == 0 ? "{\"id\":\"" : ",{\"id\":\"")
            completed.append(Int64(fragments[number].id ?? 0))
            completed.append(UInt8(ascii: "\""))
            completed.append(errors: fragments[number].failure)
            completed.append(UInt8(ascii: "}"))
            errorCount += fragments[number].failure.count
            fragments[number].isOver = true
            open.remove(at: place)
            if fragments[number].failure.isEmpty {
                for child in fragments[number].children { announce(child) }
                while let next = toWrite.popLast() { write(next.part, next.outcome) }
            }
        }
        guard completed.count > 0 else { return nil }
        return Response(
            bytes: assemble(incremental.finish(), completed.finish()), errorCount: errorCount, isRequestError: false)
    }

    private func isComplete(_ number: Int) -> Bool {
        fragments[number].missing == 0 || !fragments[number].failure.isEmpty
    }

    private mutating func assemble(_ incremental: ResponseBytes, _ completed: ResponseBytes) -> ResponseBytes {
        var buffer = ResponseBuffer(capacity: incremental.count + completed.count + 128)
        buffer.append(UInt8(ascii: "{"))
        if !announced.isEmpty {
            buffer.append("\"pending\":")
            appendAnnounced(to: &buffer)
            buffer.append(UInt8(ascii: ","))
        }
        if incremental.count > 0 {
            buffer.append("\"incremental\":[")
            buffer.append(incremental)
            buffer.append("],")
        }
        buffer.append("\"completed\":[")
        buffer.append(completed)
        buffer.append(UInt8(ascii: "]"))
        append(hasNext: hasNext, to: &buffer)
        buffer.append(UInt8(ascii: "}"))
        return buffer.finish()
    }

    /// Writes what a part found, under the innermost fragment that waits for it; a part of several is sent once, and
    /// of a fragment that fails only what came before the failure.
    ///
    /// - Returns: the number of errors in it.
    private mutating func send(_ number: Int, of fragment: Int, to buffer: inout ResponseBuffer) -> Int {
        guard !parts[number].isSent, let written = parts[number].written, let bytes = written.bytes else { return 0 }
        let noted = parts[number].noted
        let isItems = if case .items = noted.work.kind { true } else { false }
        guard isItems || fragments[fragment].failure.isEmpty else { return 0 }
        parts[number].isSent = true
        let waiting = noted.fragments.filter { fragments[$0].id != nil && !fragments[$0].isOver }
        let best = waiting.max { fragments[$0].path.count < fragments[$1].path.count } ?? fragment
        buffer.append(buffer.count == 0 ? "{\"id\":\"" : ",{\"id\":\"")
        buffer.append(Int64(fragments[best].id ?? 0))
        buffer.append(UInt8(ascii: "\""))
        let subPath = noted.path.dropFirst(fragments[best].path.count)
        if !subPath.isEmpty {
            buffer.append(",\"subPath\":")
            buffer.append(path: subPath.segments)
        }
        buffer.append(isItems ? ",\"items\":" : ",\"data\":")
        buffer.append(bytes)
        buffer.append(errors: written.errors)
        buffer.append(UInt8(ascii: "}"))
        return written.errors.count
    }

    private mutating func appendAnnounced(to buffer: inout ResponseBuffer) {
        buffer.append(UInt8(ascii: "["))
        for (index, number) in announced.enumerated() {
            buffer.append(index == 0 ? "{\"id\":\"" : ",{\"id\":\"")
            buffer.append(Int64(fragments[number].id ?? 0))
            buffer.append("\",\"path\":")
            buffer.append(path: fragments[number].path.segments)
            if let label = fragments[number].label {
                buffer.append(",\"label\":")
                buffer.appendString(label)
            }
            buffer.append(UInt8(ascii: "}"))
        }
        buffer.append(UInt8(ascii: "]"))
        announced = []
    }

    private func append(hasNext: Bool, to buffer: inout ResponseBuffer) {
        buffer.append(",\"hasNext\":")
        buffer.append(hasNext)
    }
}

extension ResponseBuffer {
    fileprivate mutating func append(_ bytes: ResponseBytes) {
        unsafe bytes.withUnsafeBytes { unsafe append($0.bytes) }
    }
}
