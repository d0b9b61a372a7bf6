/// The shapes of a document's operations, with what their fragments add, each fragment looked at once.
struct DocumentShape {
    private let document: Document
    private var definitions: [DefinitionShape] = []
    /// Places in `definitions`; of several fragments of one name, which validation refuses, the last.
    private var fragments: [String: Int] = [:]
    /// By place in `definitions`, once known. A fragment that is being summed up counts nothing, which ends circles.
    private var totals: [OperationShape?] = []

    init(_ document: Document) {
        self.document = document
        for node in document.root.children {
            guard node.kind == .operationDefinition || node.kind == .fragmentDefinition else { continue }
            if node.kind == .fragmentDefinition { fragments[node.nameText] = definitions.count }
            definitions.append(DefinitionShape(of: node.index, in: document))
        }
        totals = Array(repeating: nil, count: definitions.count)
    }

    /// Each operation's node and shape.
    mutating func operations() -> [(node: Int, shape: OperationShape)] {
        definitions.indices.compactMap { place in
            let node = definitions[place].node
            guard document.nodes[node].kind == .operationDefinition else { return nil }
            return (node, total(of: place))
        }
    }

    /// The sum of a definition and all it spreads. A stack of our own, since a chain of fragments may be long.
    private mutating func total(of root: Int) -> OperationShape {
        var stack = [(definition: root, next: 0, sum: definitions[root].own)]
        while let (definition, next, sum) = stack.last {
            guard next < definitions[definition].spreads.count else {
                totals[definition] = sum
                stack.removeLast()
                continue
            }
            let spread = definitions[definition].spreads[next]
            guard let fragment = fragments[spread.name] else {
                stack[stack.count - 1].next += 1
                continue
            }
            if let known = totals[fragment] {
                stack[stack.count - 1].sum.add(known, at: spread)
                stack[stack.count - 1].next += 1
            } else {
                totals[fragment] = OperationShape()
                stack.append((fragment, 0, definitions[fragment].own))
            }
        }
        return totals[root] ?? OperationShape()
    }
}

extension OperationLimits {
    /// Whether a text is too long to be looked at.
    func excess(of source: Source) -> GraphQLError? {
        guard let bytes, source.bytes.count > bytes else { return nil }
        return GraphQLError(
            "The document takes \(source.bytes.count) bytes; at most \(bytes) are allowed.", exceeding: .bytes,
            of: bytes,
            found: .int(Int64(source.bytes.count)))
    }

    /// What of a document goes beyond the limits of shape: for each limit the first place, in the order of the limits.
    func excesses(of document: Document) -> [GraphQLError] {
        var shape = DocumentShape(document)
        let operations = shape.operations()
        var errors: [GraphQLError] = []
        func check(_ limit: OperationLimit, _ measure: (OperationShape) -> Int, _ says: (Int, Int) -> String) {
            guard let allowed = self[limit],
                let excess = operations.first(where: { measure($0.shape) > allowed })
            else { return }
            let found = measure(excess.shape)
            errors.append(
                GraphQLError(
                    says(found, allowed), exceeding: limit, of: allowed, found: .int(Int64(found)),
                    locations: [Syntax(document: document, index: excess.node).location]))
        }
        check(.depth, \.depth) { "The operation nests fields \($0) deep; at most \($1) levels are allowed." }
        check(.aliases, \.aliases) {
            "The operation has \(Self.count($0, "alias", "aliases")); at most \($1) are allowed."
        }
        check(.rootFields, \.rootFields) {
            "The operation has \(Self.count($0, "root field", "root fields")); at most \($1) are allowed."
        }
        check(.directives, \.directives) {
            "The operation has \(Self.count($0, "directive", "directives")); at most \($1) are allowed."
        }
        check(.introspectionDepth, \.introspectionDepth) {
            "The operation nests introspection of types and fields \($0) deep; at most \($1) levels are allowed."
        }
        return errors + excessesOfValues(in: document)
    }

    /// Large counts are given as what they exceed: fragments multiply them beyond any meaning.
    private static func count(_ number: Int, _ one: String, _ many: String) -> String {
        number >= OperationShape.maximum
            ? "over \(OperationShape.maximum) \(many)" : "\(number) \(number == 1 ? one : many)"
    }

    /// Values nested too deep: the place where each limit is passed first.
    private func excessesOfValues(in document: Document) -> [GraphQLError] {
        var open: [(end: Int, lists: Int)] = []
        var errors: [OperationLimit: GraphQLError] = [:]
        for (index, record) in document.nodes.enumerated() {
            guard record.kind == .listValue || record.kind == .objectValue else { continue }
            while let last = open.last, last.end <= index { open.removeLast() }
            open.append((Int(record.next), (open.last?.lists ?? 0) + (record.kind == .listValue ? 1 : 0)))
            let lists = open.last?.lists ?? 0
            if let listDepth, lists > listDepth, errors[.listDepth] == nil {
                errors[.listDepth] = GraphQLError(
                    "A value nests lists more than \(listDepth) deep, which is the most allowed.",
                    exceeding: .listDepth, of: listDepth,
                    locations: [Syntax(document: document, index: index).location])
            }
            if let valueDepth, open.count > valueDepth, errors[.valueDepth] == nil {
                errors[.valueDepth] = GraphQLError(
                    "A value nests lists and objects more than \(valueDepth) deep, which is the most allowed.",
                    exceeding: .valueDepth, of: valueDepth,
                    locations: [Syntax(document: document, index: index).location])
            }
        }
        return [OperationLimit.listDepth, .valueDepth].compactMap { errors[$0] }
    }
}
