internal import EventLoop

/// How a connection comes back: cancelled where asked, and clean before the next caller gets it.
extension LeasedLane {
    private static let barrier = Statement("barrier", "select 1 as barrier")
    private static let rollback = Statement("rollback", effect: .write, "rollback")

    /// Asks the server to cancel what the lease runs; false when there is nothing to cancel any more. It is asked on a
    /// side thread, since that blocks; until then the connection is not given to anybody else.
    func cancel(ticket: Int, of lease: Lease) async -> Bool {
        guard let connection = connection(of: lease), connection.exchange(ticket: ticket) != nil,
            let cancellation = connection.cancelTicket()
        else { return false }
        let slot = slots[lease.slot]
        slot.wasCancelled = true
        slot.cancels += 1
        defer { cancelReturned(slot) }
        do {
            try await cancelThreads.run(within: limits.cancelPatience, on: loop) { cancellation.send() }
            return true
        } catch EventLoopError.sideThreadSlow(let limit) {
            // Who knows what a request that arrives later hits; and the next caller must not wait for it.
            connection.close(reason: "the server did not take a request to cancel within \(limit)")
        } catch {
            // The statement then ends by itself or by `statement_timeout`.
        }
        return false
    }

    private func cancelReturned(_ slot: Slot) {
        slot.cancels -= 1
        guard slot.cancels == 0 else { return }
        slot.onCancelsReturned()
        slot.onCancelsReturned = {}
    }

    /// Gives the connection to the next caller when it is as it was; false when it must be cleaned first.
    func release(_ lease: Lease) -> Bool {
        guard let connection = connection(of: lease) else {
            free(lease)
            return true
        }
        let slot = slots[lease.slot]
        guard connection.inFlightCount == 0, !connection.isInTransaction, !slot.wasCancelled else { return false }
        free(lease)
        return true
    }

    /// Waits until cancel requests have returned and what was sent has ended, and leaves no transaction open.
    func clean(_ lease: Lease) async {
        let slot = slots[lease.slot]
        if slot.cancels > 0 {
            await unsafe withUnsafeContinuation { continuation in
                slot.onCancelsReturned = { unsafe continuation.resume() }
            }
        }
        guard let connection = connection(of: lease) else { return free(lease) }
        // Answers come in order, so this one comes last; and a cancel that arrives late hits nothing but this.
        _ = try? await connection.query(Self.barrier)
        if connection.isInTransaction { _ = try? await connection.query(Self.rollback) }
        if connection.isInTransaction { connection.close(reason: "a transaction could not be ended") }
        free(lease)
    }

    private func free(_ lease: Lease) {
        let slot = slots[lease.slot]
        guard slot.number == lease.number else { return }
        slot.isTaken = false
        serve()
    }
}
