/// Groups the fields of selection sets by response name, with those of their fragments; its storage is used again.
struct FieldCollector {
    struct Group {
        let first: NodeIndex
        /// Place of the last field in `entries`.
        var last: Int
        var count: Int
    }

    private let context: ValidationContext
    private(set) var groups: ContiguousArray<Group> = []
    /// How many fields were collected so far.
    private(set) var work = 0
    private var entries: ContiguousArray<(field: NodeIndex, previous: Int)> = []
    /// For every name: its group, and in which collection that was.
    private var groupsByName: ContiguousArray<(collection: Int, group: Int)>
    /// For every node that is a fragment's selection set: in which collection it was last taken.
    private var takenIn: ContiguousArray<Int>
    private var collection = 0
    /// Selection sets still to be read.
    private var pending: ContiguousArray<NodeIndex> = []

    init(_ context: ValidationContext) {
        self.context = context
        groupsByName = ContiguousArray(repeating: (0, 0), count: context.nameCount)
        takenIn = ContiguousArray(repeating: 0, count: context.nodes.count)
    }

    /// Whether a fragment's selection set was part of a collection.
    func isCollected(_ selectionSet: NodeIndex) -> Bool { takenIn[selectionSet] > 0 }

    mutating func collect(_ selectionSets: some Collection<NodeIndex>) {
        collection += 1
        groups.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        pending.append(contentsOf: selectionSets)
        while let selectionSet = pending.popLast() {
            work += 1
            takenIn[selectionSet] = collection
            read(selectionSet)
        }
    }

    /// Takes the fields of a selection set and of inline fragments in it, whose own parts are passed through; notes the
    /// fragments it spreads.
    private mutating func read(_ selectionSet: NodeIndex) {
        let end = Int(context.nodes[selectionSet].next)
        var node = selectionSet + 1
        while node < end {
            switch context.nodes[node].kind {
            case .field: add(node)
            case .inlineFragment, .selectionSet:
                node += 1
                continue
            case .fragmentSpread:
                work += 1
                if let fragment = context.fragment(context.name(at: node + 1)),
                    let fields = context.document.firstChild(of: context.definitions[fragment].node, .selectionSet),
                    takenIn[fields] != collection
                {
                    takenIn[fields] = collection
                    pending.append(fields)
                }
            default: break
            }
            node = Int(context.nodes[node].next)
        }
    }

    private mutating func add(_ field: NodeIndex) {
        work += 1
        let name = Int(context.name(at: context.document.responseName(field)).rawValue)
        if groupsByName[name].collection == collection {
            let group = groupsByName[name].group
            entries.append((field, groups[group].last))
            groups[group].last = entries.count - 1
            groups[group].count += 1
        } else {
            groupsByName[name] = (collection, groups.count)
            entries.append((field, -1))
            groups.append(Group(first: field, last: entries.count - 1, count: 1))
        }
    }

    /// The fields of one group, in the order they were found.
    func fields(of group: Int) -> [NodeIndex] {
        var fields: [NodeIndex] = []
        fields.reserveCapacity(groups[group].count)
        var entry = groups[group].last
        while entry >= 0 {
            fields.append(entries[entry].field)
            entry = entries[entry].previous
        }
        return fields.reversed()
    }
}
