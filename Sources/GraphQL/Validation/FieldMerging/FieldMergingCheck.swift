/// Decides whether all fields of a document can be merged, in time close to linear in its size.
///
/// FieldsInSetCanMerge of the specification compares every pair of fields, and so do most servers: five thousand equal
/// fields cost them seconds. But what is compared is equality, which carries over from pair to pair, so it is enough
/// to compare each field with the first one of its group. Simon Adameit described the method for Sangria: take all
/// selection sets that end up in one place of the answer, group their fields by response name, check each group, and
/// go on with the selection sets below each group. A place that has the same selection sets as one before is passed
/// over, which takes the power from fragments that multiply.
struct FieldMergingCheck {
    enum Result {
        case mergeable
        /// Two fields that cannot stand under one response name.
        case conflict(NodeIndex, NodeIndex)
        /// The limit of work was reached: only documents made to take long get there.
        case tooComplex
    }

    /// How many fields may be collected, each counted once for every place of the answer it adds to.
    static let workLimit = 100_000

    private let context: ValidationContext
    private var collector: FieldCollector
    private var pending: ContiguousArray<MergedSet> = []
    /// Selection sets that stand alone, as most do, need no list.
    private var pendingAlone: ContiguousArray<NodeIndex> = []
    /// Those that were or will be checked alone.
    private var isChecked: ContiguousArray<Bool>
    private var checkedSets: Set<MergedSet> = []
    private var conflict: (NodeIndex, NodeIndex)?

    /// Selection sets that end up in one place.
    private struct MergedSet: Hashable {
        let selectionSets: [NodeIndex]
        /// Only the shape matters: fields of different object types never meet in one answer.
        let isShapeOnly: Bool
    }

    init(_ context: ValidationContext) {
        self.context = context
        collector = FieldCollector(context)
        isChecked = ContiguousArray(repeating: false, count: context.nodes.count)
    }

    /// Begins at the operations, then at the fragments none of them reaches.
    mutating func run() -> Result {
        for kind in [SyntaxKind.operationDefinition, .fragmentDefinition] {
            for definition in context.definitions where definition.kind == kind {
                guard let root = context.document.firstChild(of: definition.node, .selectionSet),
                    !collector.isCollected(root)
                else { continue }
                push(alone: root)
                while checkNext() {
                    if let conflict { return .conflict(conflict.0, conflict.1) }
                    if collector.work > Self.workLimit { return .tooComplex }
                }
            }
        }
        return .mergeable
    }

    private mutating func push(_ selectionSets: [NodeIndex], isShapeOnly: Bool) {
        switch selectionSets.count {
        case 0: return
        // Alone, a selection set was or will be checked in full.
        case 1: if !isShapeOnly { push(alone: selectionSets[0]) }
        default:
            let set = MergedSet(selectionSets: selectionSets.sorted(), isShapeOnly: isShapeOnly)
            if checkedSets.insert(set).inserted { pending.append(set) }
        }
    }

    private mutating func push(alone selectionSet: NodeIndex) {
        guard !isChecked[selectionSet] else { return }
        isChecked[selectionSet] = true
        pendingAlone.append(selectionSet)
    }

    /// Checks what was pushed last; false if nothing is left.
    private mutating func checkNext() -> Bool {
        if let selectionSet = pendingAlone.popLast() {
            collector.collect(CollectionOfOne(selectionSet))
            checkGroups(isShapeOnly: false)
        } else if let set = pending.popLast() {
            collector.collect(set.selectionSets)
            checkGroups(isShapeOnly: set.isShapeOnly)
        } else {
            return false
        }
        return true
    }

    /// Checks all that was collected.
    private mutating func checkGroups(isShapeOnly: Bool) {
        for group in collector.groups.indices where conflict == nil {
            if collector.groups[group].count == 1 {
                guard let selectionSet = selectionSet(of: collector.groups[group].first), !isShapeOnly else {
                    continue
                }
                push(alone: selectionSet)
            } else {
                check(collector.fields(of: group), isShapeOnly: isShapeOnly)
            }
        }
    }

    /// Checks fields of one response name and goes on with what they select.
    private mutating func check(_ fields: [NodeIndex], isShapeOnly: Bool) {
        conflict = conflict ?? firstConflict(in: fields, where: context.haveConflictingTypes)
        guard !isShapeOnly else { return push(selectionSets(of: fields), isShapeOnly: true) }
        let parts = partsThatMeet(fields)
        for part in parts {
            conflict = conflict ?? firstConflict(in: part, where: context.haveDifferentSources)
            push(selectionSets(of: part), isShapeOnly: false)
        }
        if parts.count > 1 { push(selectionSets(of: fields), isShapeOnly: true) }
    }

    /// Compares every field with the first one that is known, which stands for all before it.
    private func firstConflict(
        in fields: [NodeIndex], where isConflict: (NodeIndex, NodeIndex) -> Bool
    ) -> (NodeIndex, NodeIndex)? {
        guard let first = fields.first(where: context.types.fields.contains) ?? fields.first else { return nil }
        return fields.first { $0 != first && isConflict(first, $0) }.map { (first, $0) }
    }

    /// Fields that may be selected from the same object: those of each object type with those of abstract types.
    private func partsThatMeet(_ fields: [NodeIndex]) -> [[NodeIndex]] {
        let context = context
        let objectParent = { (field: NodeIndex) in
            context.types.parentTypes[field].flatMap { context.schema[$0].kind == .object ? $0 : nil }
        }
        var objects: [TypeID] = []
        for field in fields {
            guard let parent = objectParent(field), objects.last != parent, !objects.contains(parent) else {
                continue
            }
            objects.append(parent)
        }
        guard objects.count > 1 else { return [fields] }
        return objects.map { object in
            fields.filter { objectParent($0).map { $0 == object } ?? true }
        }
    }

    /// Reads the document through a constant: a closure over `self` would copy all tables of this check.
    private func selectionSets(of fields: [NodeIndex]) -> [NodeIndex] {
        let document = context.document
        return fields.compactMap { document.firstChild(of: $0, .selectionSet) }
    }

    private func selectionSet(of field: NodeIndex) -> NodeIndex? {
        context.document.firstChild(of: field, .selectionSet)
    }
}
