/// What two fields that share a response name are compared by (specification section 5.3.2).
extension ValidationContext {
    /// Whether two fields do not get their value from the same call.
    func haveDifferentSources(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        !haveSameName(left, right) || !haveSameArguments(left, right) || isEitherStreamed(left, right)
    }

    /// Whether both fields ask for the same field by name, whatever its alias.
    func haveSameName(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        name(at: document.fieldName(left)) == name(at: document.fieldName(right))
    }

    /// Whether two fields or directives are given the same arguments, in any order.
    func haveSameArguments(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        areSameMembers(left, right, .argument)
    }

    /// Whether one of two fields is streamed: its list then comes in parts that belong to that field alone.
    func isEitherStreamed(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        hasIncrementalDelivery
            && (directive("stream", on: left) != nil || directive("stream", on: right) != nil)
    }

    /// Whether answers of two fields differ in shape: in lists, in nullability, or as leaves of different types. Unknown
    /// fields fit everything; another rule reports them.
    func haveConflictingTypes(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        guard let left = types.fields[left], let right = types.fields[right], left !== right else { return false }
        return schema.conflict(left.type, right.type)
    }

    /// Whether two fields are never selected from the same object, because their parents are different object types.
    func areExclusive(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        guard let left = types.parentTypes[left], let right = types.parentTypes[right], left != right else {
            return false
        }
        return schema[left].kind == .object && schema[right].kind == .object
    }

    private func areSameMembers(_ left: NodeIndex, _ right: NodeIndex, _ kind: SyntaxKind) -> Bool {
        let leftMembers = members(of: left, kind)
        let rightMembers = members(of: right, kind)
        guard leftMembers.count == rightMembers.count else { return false }
        guard !leftMembers.isEmpty else { return true }
        if leftMembers.count == 1 { return areSameMembers(leftMembers[0], rightMembers[0]) }
        let byName = Dictionary(
            rightMembers.map { (name(at: $0 + 1), $0) }, uniquingKeysWith: { _, last in last })
        return leftMembers.allSatisfy { member in
            byName[name(at: member + 1)].map { areSameMembers(member, $0) } ?? false
        }
    }

    private func areSameMembers(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        name(at: left + 1) == name(at: right + 1)
            && areSameValues(document.value(of: left), document.value(of: right))
    }

    private func members(of node: NodeIndex, _ kind: SyntaxKind) -> [NodeIndex] {
        var members: [NodeIndex] = []
        document.forEachChild(of: node, kind) { members.append($0) }
        return members
    }

    /// Whether two values are written alike, not counting the order of object fields. Values nest as deep as the parser
    /// allows.
    private func areSameValues(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        guard nodes[left].kind == nodes[right].kind else { return false }
        switch nodes[left].kind {
        case .variable: return name(at: left + 1) == name(at: right + 1)
        case .listValue: return areSameLists(left, right)
        case .objectValue: return areSameMembers(left, right, .objectField)
        case .stringValue:
            guard nodes[left].flags == nodes[right].flags else { return false }
            return Syntax(document: document, index: left).stringValue
                == Syntax(document: document, index: right).stringValue
        default:
            let bytes = document.source.bytes
            return bytes[Int(nodes[left].start)..<Int(nodes[left].end)]
                .elementsEqual(bytes[Int(nodes[right].start)..<Int(nodes[right].end)])
        }
    }

    private func areSameLists(_ left: NodeIndex, _ right: NodeIndex) -> Bool {
        var leftItem = left + 1
        var rightItem = right + 1
        while leftItem < Int(nodes[left].next), rightItem < Int(nodes[right].next) {
            guard areSameValues(leftItem, rightItem) else { return false }
            leftItem = Int(nodes[leftItem].next)
            rightItem = Int(nodes[rightItem].next)
        }
        return leftItem == Int(nodes[left].next) && rightItem == Int(nodes[right].next)
    }
}

extension Schema {
    /// Whether values of two types cannot stand under one response name.
    fileprivate func conflict(_ left: TypeReference, _ right: TypeReference) -> Bool {
        switch (left, right) {
        case (.list(let left), .list(let right)), (.nonNull(let left), .nonNull(let right)): conflict(left, right)
        case (.named(let left), .named(let right)): left != right && (self[left].isLeaf || self[right].isLeaf)
        default: true
        }
    }
}
