extension ValidationRule {
    /// No fragment spreads itself, directly or through others (section 5.5.2.2).
    public static let noFragmentCycles = ValidationRule("NoFragmentCyclesRule", at: .document) { _, context in
        guard context.definitions.contains(where: { $0.kind == .fragmentDefinition && !$0.spreads.isEmpty }) else {
            return
        }
        var search = CycleSearch(context)
        for index in context.definitions.indices where context.definitions[index].kind == .fragmentDefinition {
            search.follow(index)
        }
    }
}

/// A search in depth through fragments, with a stack of its own, since a document may chain thousands of them.
private struct CycleSearch {
    private let context: ValidationContext
    private var isVisited: ContiguousArray<Bool>
    /// For fragments on the way: how many spreads led to them.
    private var depths: [Int: Int] = [:]
    /// The spreads that led here.
    private var path: [NodeIndex] = []
    private var stack: [(fragment: Int, spreads: [NodeIndex], next: Int)] = []

    init(_ context: ValidationContext) {
        self.context = context
        isVisited = ContiguousArray(repeating: false, count: context.definitions.count)
    }

    /// Reports the cycles found from a fragment that no search has visited yet.
    mutating func follow(_ fragment: Int) {
        enter(fragment)
        while let top = stack.indices.last {
            guard stack[top].next < stack[top].spreads.count else {
                leave()
                continue
            }
            let spread = stack[top].spreads[stack[top].next]
            stack[top].next += 1
            guard let target = context.fragment(context.name(at: spread + 1)) else { continue }
            path.append(spread)
            if let depth = depths[target] { report(Array(path[depth...])) } else { enter(target) }
            if stack.count == top + 1 { path.removeLast() }
        }
    }

    private mutating func enter(_ fragment: Int) {
        guard !isVisited[fragment] else { return }
        isVisited[fragment] = true
        depths[fragment] = path.count
        stack.append((fragment, spreads(of: fragment), 0))
    }

    private mutating func leave() {
        depths[stack.removeLast().fragment] = nil
        if !stack.isEmpty { path.removeLast() }
    }

    /// The spreads of a fragment as graphql-js finds them: those of a selection set before those inside its selections,
    /// and of nested selection sets the last one first. The order decides which of the spreads on a cycle is named.
    private func spreads(of fragment: Int) -> [NodeIndex] {
        let nodes = context.nodes
        var spreads: [NodeIndex] = []
        var pending = [context.document.firstChild(of: context.definitions[fragment].node, .selectionSet)]
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
