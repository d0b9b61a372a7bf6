/// Facts about some nodes of a document: a number for each node, and the facts themselves close together, since most
/// nodes have none.
struct NodeTable<Value> {
    private var places: ContiguousArray<Int32>
    private var values: ContiguousArray<Value> = []

    init(count: Int) {
        places = ContiguousArray(repeating: -1, count: count)
    }

    /// What is known of a node; may be set once.
    subscript(node: NodeIndex) -> Value? {
        get {
            let place = Int(places[node])
            return place < 0 ? nil : values[place]
        }
        set {
            guard let newValue else { return }
            places[node] = Int32(values.count)
            values.append(newValue)
        }
    }

    func contains(_ node: NodeIndex) -> Bool { places[node] >= 0 }
}
