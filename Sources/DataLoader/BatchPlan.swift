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
    @inlinable package var keys: [Key] { wanted }
    package var wanted: [Key] = []
    package var seen: Set<Key> = []
    package let limit: Int
    package let patience: Duration
    package var begun: ContinuousClock.Instant?

    /// - Parameters:
    ///   - limit: this many keys leave at once.
    ///   - patience: how long a batch waits for a turn of the loop that does not end.
    @inlinable package init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    @inlinable package mutating func want(_ more: [Key], at now: ContinuousClock.Instant) -> Action {
        for key in more where seen.insert(key).inserted { wanted.append(key) }
        guard let begun else {
            begun = now
            return keys.count >= limit ? .fetch : .schedule
        }
        return keys.count >= limit || now - begun >= patience ? .fetch : .wait
    }
}
