/// How long to wait before the next attempt: doubling from a base to a limit, and anywhere in the upper half of that,
/// so that many who failed together do not come back together.
public struct Backoff {
    private let base: Duration
    private let limit: Duration
    private var ceiling: Duration

    public init(base: Duration, limit: Duration) {
        self.base = base
        self.limit = limit
        ceiling = base
    }

    public mutating func next() -> Duration {
        defer { ceiling = min(ceiling * 2, limit) }
        return ceiling * Double.random(in: 0.5...1)
    }

    public mutating func reset() { ceiling = base }
}
