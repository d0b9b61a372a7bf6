extension ValidationRule {
    /// Introspection does not nest three lists of types or fields: each level multiplies the answer.
    public static let maxIntrospectionDepth = ValidationRule("MaxIntrospectionDepthRule", at: .document) { _, context in
        var depths = IntrospectionDepths(context)
        for node in context.nodes.indices where context.nodes[node].kind == .field {
            let name = context.fieldNameText(node)
            guard name == "__schema" || name == "__type", !depths.isInsideReported(node) else { continue }
            if depths.depth(below: node) >= 3 { depths.report(node) }
        }
    }
}

/// How deep lists of introspection nest below nodes. A fragment's depth is found once, however often it is spread.
private struct IntrospectionDepths {
    private static let lists: Set<String> = ["fields", "interfaces", "possibleTypes", "inputFields"]

    private let context: ValidationContext
    /// By place in `definitions`; a fragment that is being measured counts as flat, which ends cycles.
    private var fragments: [Int: Int] = [:]
    /// Where the field reported last ends: introspection inside it has been judged with it.
    private var reportedEnd: NodeIndex = 0

    init(_ context: ValidationContext) {
        self.context = context
        measureFragments()
    }

    func isInsideReported(_ node: NodeIndex) -> Bool { node < reportedEnd }

    mutating func report(_ node: NodeIndex) {
        reportedEnd = Int(context.nodes[node].next)
        context.report("Maximum introspection depth exceeded", at: node)
    }

    /// Fragments in an order in which those spread come before those that spread them.
    private mutating func measureFragments() {
        var isEntered: Set<Int> = []
        var stack: [(fragment: Int, next: Int)] = []
        for index in context.definitions.indices where context.definitions[index].kind == .fragmentDefinition {
            if isEntered.insert(index).inserted { stack.append((index, context.definitions[index].spreads.lowerBound)) }
            while let (fragment, next) = stack.last {
                guard next < context.definitions[fragment].spreads.upperBound else {
                    fragments[fragment] = depth(below: context.definitions[fragment].node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                guard let target = context.fragment(context.spreads[next].name),
                    isEntered.insert(target).inserted
                else { continue }
                stack.append((target, context.definitions[target].spreads.lowerBound))
            }
        }
    }

    /// The largest number of nested lists in a node's subtree, the node included.
    func depth(below node: NodeIndex) -> Int {
        var deepest = 0
        var openLists: [NodeIndex] = []
        for child in node..<Int(context.nodes[node].next) {
            while let end = openLists.last, end <= child { openLists.removeLast() }
            if context.nodes[child].kind == .field, Self.lists.contains(context.fieldNameText(child)) {
                openLists.append(Int(context.nodes[child].next))
                deepest = max(deepest, openLists.count)
            } else if context.nodes[child].kind == .fragmentSpread,
                let fragment = context.fragment(context.name(at: child + 1))
            {
                deepest = max(deepest, openLists.count + (fragments[fragment] ?? 0))
            }
        }
        return deepest
    }
}
