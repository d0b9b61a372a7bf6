/// What one caller may still spend on one loop. It knows no clock and no store.
struct RatePurse: Sendable {
    /// Taken from the window and not spent.
    private(set) var left = 0
    /// What others may still take.
    private(set) var room = 0
    private(set) var end: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant) { end = now }

    /// Whether there was enough.
    mutating func spend(_ cost: Int, at now: ContinuousClock.Instant) -> Bool {
        if end <= now { (left, room) = (0, 0) }
        guard left >= cost else { return false }
        left -= cost
        return true
    }

    /// What is missing for a cost.
    func missing(for cost: Int) -> Int { max(0, cost - left) }

    /// Takes a lease in. One of a new window voids what was left of the old one.
    mutating func add(_ lease: RateLease, at now: ContinuousClock.Instant) {
        if end <= now { left = 0 }
        left += lease.granted
        room = lease.room
        end = now + .milliseconds(lease.remaining)
    }
}
