/// Decides which keys to fetch and when. It does no I/O and reads no clock: tests drive it by hand.
public struct BatchPlan<Key: Hashable & Sendable>: Sendable {
    public enum Action: Equatable, Sendable {
        /// The batch is already due at the end of this turn.
        case wait
        /// First keys: fetch when the loop is idle.
        case schedule
        /// Full, or waited long enough: fetch now.
        case fetch
    }

    /// The keys asked for, each once, in order.
    @inlinable public var keys: [Key] { wanted }
    public var wanted: [Key] = []
    public var seen: Set<Key> = []
    public let limit: Int
    public let patience: Duration
    public var begun: ContinuousClock.Instant?

    /// - Parameters:
    ///   - limit: this many keys leave at once.
    ///   - patience: how long a batch waits for a turn of the loop that does not end.
    @inlinable public init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    @inlinable public mutating func want(_ more: [Key], at now: ContinuousClock.Instant) -> Action {
        for key in more where seen.insert(key).inserted { wanted.append(key) }
        guard let begun else {
            begun = now
            return keys.count >= limit ? .fetch : .schedule
        }
        return keys.count >= limit || now - begun >= patience ? .fetch : .wait
    }
}
