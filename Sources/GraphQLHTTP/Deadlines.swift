/// What is in progress, and until when it may be. One look at all of it now and then replaces a timer for each.
struct Deadlines<Item> {
    private var slots: [(item: Item, end: ContinuousClock.Instant)?] = []
    private var free: [Int] = []

    var isEmpty: Bool { free.count == slots.count }

    /// Returns the token by which it is removed.
    mutating func add(_ item: Item, until end: ContinuousClock.Instant) -> Int {
        if let slot = free.popLast() {
            slots[slot] = (item, end)
            return slot
        }
        slots.append((item, end))
        return slots.count - 1
    }

    mutating func remove(_ token: Int) {
        slots[token] = nil
        free.append(token)
    }

    /// Those whose time is over. They remain until removed, and are named again.
    func expired(at now: ContinuousClock.Instant) -> [Item] {
        slots.compactMap { slot in
            guard let slot, slot.end <= now else { return nil }
            return slot.item
        }
    }
}
