/// Errors about definitions while they are collected: places are found when all are known, in one sweep over each text,
/// and errors name a bounded number of them.
struct PlacedErrors {
    private var reports: [(message: String, nodes: [Syntax])] = []
    /// How many more places errors may name: each of thousands of equal members would name all others.
    private var placesLeft = 20_000

    /// Whether nothing more is taken in.
    var isFull: Bool { placesLeft < 0 }

    mutating func add(_ message: String, at nodes: [Syntax]) {
        guard !isFull else { return }
        placesLeft -= nodes.count
        if isFull {
            reports.append(("Too many validation errors, error limit reached. Validation aborted.", []))
        } else {
            reports.append((message, nodes))
        }
    }

    /// The errors in the order they came.
    func errors() -> [GraphQLError] {
        var places: [ObjectIdentifier: [Int: SourceLocation]] = [:]
        for (document, nodes) in Dictionary(
            grouping: reports.lazy.flatMap(\.nodes), by: { ObjectIdentifier($0.document) })
        {
            let offsets = nodes.map(\.start)
            let locations = nodes[0].document.source.locations(at: offsets)
            places[document] = Dictionary(zip(offsets, locations)) { first, _ in first }
        }
        return reports.map { message, nodes in
            GraphQLError(message, locations: nodes.compactMap { places[ObjectIdentifier($0.document)]?[$0.start] })
        }
    }

    /// The errors in the order of the text, that about too many last.
    func errorsInOrder() -> [GraphQLError] {
        var sorted = self
        let order = reports.indices.sorted { left, right in
            (reports[left].nodes.first?.start ?? .max, left) < (reports[right].nodes.first?.start ?? .max, right)
        }
        sorted.reports = order.map { reports[$0] }
        return sorted.errors()
    }
}
