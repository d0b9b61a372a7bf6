internal import EventLoop
internal import Metrics

/// The right to one leased connection, until it is given back.
struct Lease: Sendable {
    let slot: Int
    /// Counts up with every lease of the slot, so that one that has ended reaches nothing.
    let number: Int
}

/// The lane of what may be slow and of transactions: each connection belongs to one caller at a time, and what it
/// runs can be cancelled. Waiters are served in order. Loop thread only.
@safe final class LeasedLane {
    final class Slot {
        /// The place stays while connections come and go.
        var connection: Connection?
        var number = 0
        var isTaken = false
        /// The connection ended during this lease.
        var isBroken = false
        /// Cancel requests under way on side threads.
        var cancels = 0
        /// A cancel request was sent during this lease.
        var wasCancelled = false
        var onCancelsReturned: () -> Void = {}

        func begin() {
            number += 1
            isTaken = true
            isBroken = false
            wasCancelled = false
        }
    }

    @safe private struct Waiter {
        let ticket: Int
        let since: ContinuousClock.Instant
        let timer: LoopTimer
        let continuation: UnsafeContinuation<Result<Lease, PostgreSQLError>, Never>
    }

    let loop: EventLoop
    let cancelThreads: SideThreads
    let limits: PoolLimits
    private let statistics: Statistics
    let slots: [Slot]
    private var waiting = FirstInFirstOut<Waiter>()
    private var downReason = "no connection has been opened yet"

    init(loop: EventLoop, cancelThreads: SideThreads, limits: PoolLimits, statistics: Statistics) {
        self.loop = loop
        self.cancelThreads = cancelThreads
        self.limits = limits
        self.statistics = statistics
        slots = (0..<limits.leasedConnections).map { _ in Slot() }
    }

    /// Whether there are any at all, be they up or not.
    var hasConnections: Bool { !slots.isEmpty }
    var upCount: Int { slots.count { $0.connection != nil } }
    var takenCount: Int { slots.count { $0.isTaken } }
    var waitingCount: Int { waiting.count }

    // MARK: Connections come and go

    func put(_ connection: Connection, into index: Int) {
        let slot = slots[index]
        slot.connection = connection
        connection.onAnswer = { [unowned connection] exchange, answer in
            if case .server(.failure(let error)) = answer, error.isStalePlan, exchange.attempts < 2,
                !connection.isInTransaction
            {
                return connection.send(exchange)
            }
            exchange.finish(answer.outcome(of: exchange).mapError { .leased($0, isCancelled: slot.wasCancelled) })
        }
        serve()
    }

    func empty(_ index: Int, reason: String) {
        slots[index].connection = nil
        slots[index].isBroken = true
        downReason = reason
    }

    /// A connection could not be opened.
    func note(_ failure: PostgreSQLError) { downReason = failure.reason }

    // MARK: Leases

    /// Waits for a free connection; `ticket` is for `abandon`.
    func acquire(ticket: Int) async throws(PostgreSQLError) -> Lease {
        if waiting.isEmpty, let lease = takeFree() { return lease }
        guard waiting.count < limits.maximumLeaseWaiting else {
            statistics.overloads += 1
            throw .overloaded
        }
        statistics.leaseWaits += 1
        return try await unsafe withUnsafeContinuation { continuation in
            let timer = loop.schedule(after: limits.leasePatience) { [unowned self] in losePatience(ticket: ticket) }
            waiting.append(unsafe Waiter(ticket: ticket, since: loop.now, timer: timer, continuation: continuation))
        }.get()
    }

    /// The caller has left while it waited.
    func abandon(ticket: Int) { end(ticket: ticket, .cancelled) }

    private func losePatience(ticket: Int) {
        statistics.leaseTimeouts += 1
        end(ticket: ticket, upCount == 0 ? .unavailable(reason: downReason) : .overloaded)
    }

    private func end(ticket: Int, _ error: PostgreSQLError) {
        guard let waiter = waiting.remove(where: { $0.ticket == ticket }) else { return }
        waiter.timer.cancel()
        unsafe waiter.continuation.resume(returning: .failure(error))
    }

    private func takeFree() -> Lease? {
        guard let index = slots.firstIndex(where: { !$0.isTaken && $0.connection?.isLost == false }) else { return nil }
        let slot = slots[index]
        slot.begin()
        return Lease(slot: index, number: slot.number)
    }

    func serve() {
        while !waiting.isEmpty, let lease = takeFree(), let waiter = waiting.popFirst() {
            waiter.timer.cancel()
            statistics.leaseWaitTimes.record(loop.now - waiter.since)
            unsafe waiter.continuation.resume(returning: .success(lease))
        }
    }

    /// The lease's connection, unless the lease has ended or the connection has: what would be sent on the slot's next
    /// connection would run outside the transaction that was begun.
    func connection(of lease: Lease) -> Connection? {
        let slot = slots[lease.slot]
        guard slot.number == lease.number, slot.isTaken, !slot.isBroken, let connection = slot.connection,
            !connection.isLost
        else { return nil }
        return connection
    }

    func send(_ exchange: Exchange, for lease: Lease) {
        guard let connection = connection(of: lease) else {
            return exchange.finish(.failure(.unavailable(reason: "the leased connection was lost; nothing was sent")))
        }
        connection.send(exchange)
    }
}
