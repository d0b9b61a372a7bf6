internal import EventLoop
package import Redis

/// Whether Redis helps, as the log tells it: once for all loops when the first has lost it, once when all have it again.
package final class RedisHealth: Sendable {
    private let loopsWithout = Locked<Set<String>>([])

    package init() {}

    /// A loop's client has changed its state. Any thread.
    func note(_ state: RedisClient.State, on loop: String) {
        switch change(to: state, on: loop) {
        case .lost(let reason):
            OperatorLog.warn(
                "Redis is lost, so servers hear of each other through PostgreSQL only: \(reason). It is used again when it is back"
            )
        case .back: OperatorLog.note("Redis is back")
        case nil: break
        }
    }

    package enum Change: Equatable, Sendable {
        case lost(reason: String)
        case back
    }

    /// What is worth telling of a loop's change.
    package func change(to state: RedisClient.State, on loop: String) -> Change? {
        loopsWithout.withLock { loops in
            switch state {
            case .down(let reason):
                defer { loops.insert(loop) }
                return loops.isEmpty ? .lost(reason: reason) : nil
            case .up:
                guard loops.remove(loop) != nil else { return nil }
                return loops.isEmpty ? .back : nil
            }
        }
    }
}
