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

    /// How long a batch waits at most unless told otherwise: for a turn of the loop that does not end, or for the batch
    /// before it.
    @inlinable public static var patience: Duration { .milliseconds(1) }

    /// The keys asked for, each once, in order.
    @inlinable public var keys: [Key] { wanted }
    public var wanted: [Key] = []
    /// The same keys, once they are too many to look through.
    public var seen: Set<Key> = []
    public let limit: Int
    public let patience: Duration
    public var begun: ContinuousClock.Instant?

    /// - Parameter limit: this many keys leave at once.
    @inlinable public init(limit: Int, patience: Duration = Self.patience) {
        self.limit = limit
        self.patience = patience
    }

    @inlinable public mutating func want(_ more: [Key], at now: ContinuousClock.Instant) -> Action {
        for key in more where isNew(key) { wanted.append(key) }
        guard let begun else {
            begun = now
            return keys.count >= limit ? .fetch : .schedule
        }
        return keys.count >= limit || now - begun >= patience ? .fetch : .wait
    }

    @inlinable mutating func isNew(_ key: Key) -> Bool {
        guard wanted.count >= 16 else { return !wanted.contains(key) }
        if seen.isEmpty { seen = Set(wanted) }
        return seen.insert(key).inserted
    }
}
