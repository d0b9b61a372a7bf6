/// What one caller may still spend on one loop. It knows no clock and no store.
struct RatePurse: Sendable {
    /// Taken from the window and not spent.
    private(set) var left = 0
    /// What others may still take.
    private(set) var room = 0
    private(set) var end: ContinuousClock.Instant
    /// Whether `room` was told in this window.
    private var isKnown = false

    init(at now: ContinuousClock.Instant) { end = now }

    /// Whether there was enough.
    mutating func spend(_ cost: Int, at now: ContinuousClock.Instant) -> Bool {
        if end <= now { (left, room, isKnown) = (0, 0, false) }
        guard left >= cost else { return false }
        left -= cost
        return true
    }

    /// Whether another lease may cover a cost; what a window has granted does not come back before its end.
    func mayGrow(to cost: Int) -> Bool { missing(for: cost) <= room || !isKnown }

    /// Whether a cost cannot be paid before the window ends, as far as is known.
    func isSpent(for cost: Int, at now: ContinuousClock.Instant) -> Bool {
        now < end && left < cost && !mayGrow(to: cost)
    }

    /// What is missing for a cost.
    func missing(for cost: Int) -> Int { max(0, cost - left) }

    /// Takes a lease in. One of a new window voids what was left of the old one.
    mutating func add(_ lease: RateLease, at now: ContinuousClock.Instant) {
        if end <= now { left = 0 }
        left += lease.granted
        (room, isKnown) = (lease.room, true)
        end = now + .milliseconds(lease.remaining)
    }
}
