extension ValidationRule {
    /// A subscription selects one field, unconditionally, and none of introspection (section 5.2.4.1).
    public static let singleFieldSubscriptions = ValidationRule(
        "SingleFieldSubscriptionsRule", at: .operationDefinition
    ) { node, context in
        guard context.nodes[node].flags.operation == .subscription, let rootType = context.types.namedTypes[node] else {
            return
        }
        let name = context.definition(at: node).name.map { "Subscription \"\(context.text($0))\"" }
        let subject = name ?? "Anonymous Subscription"
        let selection = RootSelection(context, of: node, on: rootType)
        guard selection.conditions.isEmpty else {
            return context.report(
                "\(subject) must not use `@skip` or `@include` directives in the top level selection.",
                at: selection.conditions)
        }
        if selection.fields.count > 1 {
            context.report(
                "\(subject) must select only one top level field.", at: selection.fields.dropFirst().flatMap { $0 })
        }
        for fields in selection.fields where context.fieldNameText(fields[0]).hasPrefix("__") {
            context.report("\(subject) must not select an introspection top level field.", at: fields)
        }
    }
}

/// The root fields of a subscription by response name, as execution would collect them, and the conditions found.
private struct RootSelection {
    private let context: ValidationContext
    private(set) var fields: [[NodeIndex]] = []
    private(set) var conditions: [NodeIndex] = []
    private var places: [NameID: Int] = [:]
    private var visitedFragments: Set<NameID> = []
    private let rootType: TypeID
    /// The selections still to be read, of the innermost selection set last. A stack of its own, since fragments may
    /// form chains of any length.
    private var pending: [Range<NodeIndex>] = []

    init(_ context: ValidationContext, of operation: NodeIndex, on rootType: TypeID) {
        self.context = context
        self.rootType = rootType
        open(operation)
        while let last = pending.indices.last {
            let selection = pending[last].lowerBound
            guard selection < pending[last].upperBound else {
                pending.removeLast()
                continue
            }
            pending[last] = Int(context.nodes[selection].next)..<pending[last].upperBound
            visit(selection)
        }
    }

    /// Goes on with what a node selects.
    private mutating func open(_ node: NodeIndex) {
        guard let selectionSet = context.document.firstChild(of: node, .selectionSet) else { return }
        pending.append(selectionSet + 1..<Int(context.nodes[selectionSet].next))
    }

    private mutating func visit(_ selection: NodeIndex) {
        switch context.nodes[selection].kind {
        case .field where !isConditional(selection): add(selection)
        case .inlineFragment where !isConditional(selection) && applies(selection): open(selection)
        case .fragmentSpread:
            let name = context.name(at: selection + 1)
            guard !visitedFragments.contains(name), !isConditional(selection) else { return }
            visitedFragments.insert(name)
            guard let fragment = context.fragment(name) else { return }
            let node = context.definitions[fragment].node
            if applies(node) { open(node) }
        default: break
        }
    }

    private mutating func add(_ field: NodeIndex) {
        let name = context.name(at: context.document.responseName(field))
        if let place = places[name] { return fields[place].append(field) }
        places[name] = fields.count
        fields.append([field])
    }

    /// Notes the `@skip`, or else the `@include`, of a selection.
    private mutating func isConditional(_ selection: NodeIndex) -> Bool {
        let found = context.directive("skip", on: selection) ?? context.directive("include", on: selection)
        if let found { conditions.append(found) }
        return found != nil
    }

    /// Whether a fragment's type condition takes in the root type.
    private func applies(_ fragment: NodeIndex) -> Bool {
        guard context.document.firstChild(of: fragment, .namedType) != nil else { return true }
        guard let condition = context.types.namedTypes[fragment] else { return false }
        return context.schema.isSubtype(rootType, of: condition)
    }
}
