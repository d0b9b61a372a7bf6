extension ValidationRule {
    /// No fragment spreads itself, directly or through others (section 5.5.2.2).
    public static let noFragmentCycles = ValidationRule("NoFragmentCyclesRule", at: .document) { _, context in
        let fragments = context.definitions.filter { $0.kind == .fragmentDefinition }
        guard fragments.contains(where: { !$0.spreads.isEmpty }) else { return }
        var search = CycleSearch(context)
        for fragment in fragments { search.follow(fragment) }
    }
}

/// A search in depth through fragments, with a stack of its own, since a document may chain thousands of them.
private struct CycleSearch {
    private let context: ValidationContext
    /// By name: fragments that share one are searched once.
    private var isVisited: ContiguousArray<Bool>
    /// For fragments on the way: how many spreads led to them.
    private var depths: [NameID: Int] = [:]
    /// The spreads that led here.
    private var path: [NodeIndex] = []
    private var stack: [(fragment: NameID, spreads: [NodeIndex], next: Int)] = []

    init(_ context: ValidationContext) {
        self.context = context
        isVisited = ContiguousArray(repeating: false, count: context.nameCount)
    }

    /// Reports the cycles found from a fragment that no search has visited yet.
    mutating func follow(_ fragment: ExecutableDefinition) {
        enter(fragment)
        while let top = stack.indices.last, !context.hasTooManyErrors {
            guard stack[top].next < stack[top].spreads.count else {
                leave()
                continue
            }
            let spread = stack[top].spreads[stack[top].next]
            stack[top].next += 1
            let name = context.name(at: spread + 1)
            path.append(spread)
            if let depth = depths[name] {
                report(Array(path[depth...]))
            } else if let fragment = context.fragment(name) {
                enter(context.definitions[fragment])
            }
            if stack.count == top + 1 { path.removeLast() }
        }
    }

    private mutating func enter(_ fragment: ExecutableDefinition) {
        guard let name = fragment.name, !isVisited[Int(name.rawValue)] else { return }
        isVisited[Int(name.rawValue)] = true
        depths[name] = path.count
        stack.append((name, spreads(of: fragment), 0))
    }

    private mutating func leave() {
        depths[stack.removeLast().fragment] = nil
        if !stack.isEmpty { path.removeLast() }
    }

    /// The spreads of a fragment as graphql-js finds them: those of a selection set before those inside its selections,
    /// and of nested selection sets the last one first. The order decides which of the spreads on a cycle is named.
    private func spreads(of fragment: ExecutableDefinition) -> [NodeIndex] {
        let nodes = context.nodes
        var spreads: [NodeIndex] = []
        var pending = [context.document.firstChild(of: fragment.node, .selectionSet)]
        while let selectionSet = pending.popLast() {
            guard let selectionSet else { continue }
            var selection = selectionSet + 1
            while selection < Int(nodes[selectionSet].next) {
                if nodes[selection].kind == .fragmentSpread {
                    spreads.append(selection)
                } else {
                    pending.append(context.document.firstChild(of: selection, .selectionSet))
                }
                selection = Int(nodes[selection].next)
            }
        }
        return spreads
    }

    private func report(_ cycle: [NodeIndex]) {
        guard let last = cycle.last else { return }
        let via = cycle.dropLast().map { "\"\(context.nameText(of: $0))\"" }.joined(separator: ", ")
        context.report(
            "Cannot spread fragment \"\(context.nameText(of: last))\" within itself\(via.isEmpty ? "" : " via \(via)").",
            at: cycle)
    }
}
