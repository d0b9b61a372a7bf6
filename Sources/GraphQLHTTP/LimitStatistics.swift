import EventLoop
package import GraphQL

/// How many operations each limit refused or cut short; a copy, readable on any thread.
package struct LimitStatistics: Sendable, Equatable {
    private var counts: [OperationLimit: Int] = [:]

    package init() {}

    package subscript(limit: OperationLimit) -> Int { counts[limit] ?? 0 }

    fileprivate mutating func count(_ limit: OperationLimit) { counts[limit, default: 0] += 1 }
}

/// The counters behind `LimitStatistics`. Refusals are rare, so a lock does.
final class LimitMeter: Sendable {
    private let statistics = Locked(LimitStatistics())

    func count(_ limit: OperationLimit) { statistics.withLock { $0.count(limit) } }

    func read() -> LimitStatistics { statistics.withLock { $0 } }
}
