/// Decides which keys to fetch and when. It does no I/O and reads no clock: tests drive it by hand.
package struct BatchPlan<Key: Hashable & Sendable>: Sendable {
    package enum Action: Equatable, Sendable {
        /// The batch is already due at the end of this turn.
        case wait
        /// First keys: fetch when the loop is idle.
        case schedule
        /// Full, or waited long enough: fetch now.
        case fetch
    }

    /// The keys asked for, each once, in order.
    package private(set) var keys: [Key] = []
    private var seen: Set<Key> = []
    private let limit: Int
    private let patience: Duration
    private var begun: ContinuousClock.Instant?

    /// - Parameters:
    ///   - limit: this many keys leave at once.
    ///   - patience: how long a batch waits for a turn of the loop that does not end.
    package init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    package mutating func want(_ wanted: [Key], at now: ContinuousClock.Instant) -> Action {
        for key in wanted where seen.insert(key).inserted { keys.append(key) }
        guard let begun else {
            begun = now
            return keys.count >= limit ? .fetch : .schedule
        }
        return keys.count >= limit || now - begun >= patience ? .fetch : .wait
    }
}
