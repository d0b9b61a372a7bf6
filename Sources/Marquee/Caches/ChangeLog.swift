/// What has changed since when, counted by the news. It does no I/O and reads no clock: tests drive it by hand.
struct ChangeLog {
    /// How many news there were.
    private(set) var number: UInt64 = 0
    /// Anything may have changed then.
    private var all: UInt64 = 0
    /// By kind: when any row changed last.
    private var kinds = [UInt64](repeating: 0, count: CatalogueKind.allCases.count)
    /// By kind: before then, it is not known which rows changed.
    private var floors = [UInt64](repeating: 0, count: CatalogueKind.allCases.count)
    /// When a row changed last.
    private var rows: [Row: UInt64] = [:]
    /// How many rows are remembered.
    private let capacity: Int

    private struct Row: Hashable {
        let kind: CatalogueKind
        let key: Int64
    }

    init(capacity: Int = 20_000) { self.capacity = capacity }

    mutating func noteAll() {
        number += 1
        all = number
        rows = [:]
    }

    /// - Parameter keys: nil for any.
    mutating func note(_ kind: CatalogueKind, keys: [Int64]?) {
        number += 1
        kinds[kind.rawValue] = number
        guard let keys else { return floors[kind.rawValue] = number }
        if rows.count + keys.count > capacity {
            // What was remembered is now true of all rows of the kinds.
            rows = [:]
            floors = kinds
            if keys.count > capacity { return }
        }
        for key in keys { rows[Row(kind: kind, key: key)] = number }
    }

    /// Whether rows that were read when there were `number` news, or later, are still what they were.
    func holds(since number: UInt64, _ caching: RowCaching, key: Int64) -> Bool {
        if number == self.number { return true }
        guard number >= all else { return false }
        for kind in CatalogueKind.allCases where kinds[kind.rawValue] > number {
            let bit = CatalogueKinds(kind)
            if caching.others.contains(bit) { return false }
            guard caching.keys.contains(bit) else { continue }
            if floors[kind.rawValue] > number || rows[Row(kind: kind, key: key), default: 0] > number { return false }
        }
        return true
    }
}
