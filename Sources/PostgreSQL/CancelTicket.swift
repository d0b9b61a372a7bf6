internal import CLibpq

/// Owns one `PGcancel`: the right to ask the server, from any thread, to cancel what a session runs.
@safe final class CancelTicket: Sendable {
    /// Never changes, and `PQcancel` is made for any thread.
    nonisolated(unsafe) private let raw: OpaquePointer

    /// Nil for a connection that is not open.
    init?(_ connection: OpaquePointer?) {
        guard let raw = unsafe PQgetCancel(connection) else { return nil }
        unsafe self.raw = unsafe raw
    }

    deinit { unsafe PQfreeCancel(raw) }

    /// Asks over a connection of its own, and blocks until the server has passed it on: for ever, if its host accepts
    /// connections but the server does not serve them.
    func send() {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            // Failing is harmless: the statement then runs until it ends or `statement_timeout` ends it.
            _ = unsafe PQcancel(raw, message.baseAddress, Int32(message.count))
        }
    }
}
