internal import EventLoop

/// A connection that belongs to its caller alone until `lease` or `transaction` returns.
package struct LeasedConnection: Sendable {
    /// Hears of each statement when it has ended, and how long it took.
    package typealias Observer = @Sendable (Statement, Duration) -> Void

    let pool: PostgreSQLPool
    let lease: Lease
    package var observer: Observer?

    /// The connection has ended: nothing can be sent any more, and what was not committed is rolled back.
    var isLost: Bool { pool.core.leased.connection(of: lease) == nil }

    /// Runs one statement. When the caller's task is cancelled, so is the statement, in the server, and `.cancelled` is
    /// thrown once the server says that it has ended.
    /// - Parameter viewer: who asks, for this statement; a transaction takes its viewer at its beginning.
    package func query(
        _ statement: Statement, _ parameters: [Parameter] = [], viewer: ViewerScope? = nil
    ) async throws(PostgreSQLError) -> Rows {
        let begun = pool.loop.now
        defer { observer?(statement, pool.loop.now - begun) }
        return try await send(
            before: statement.settings(viewer), Command(statement: statement, parameters: parameters))
    }

    func send(before: Command? = nil, _ command: Command) async throws(PostgreSQLError) -> Rows {
        guard !Task.isCancelled else { throw .cancelled }
        let core = pool.core
        let ticket = core.nextTicket()
        return try await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                let exchange = unsafe Exchange(
                    ticket: ticket, before: before, main: command, continuation: continuation)
                core.leased.send(exchange, for: lease)
            }
        } onCancel: { [self] in
            pool.loop.execute { [self] in cancel(ticket) }
        }.get()
    }

    /// Cancels until the statement has ended: a request that arrives before the server has begun with the statement
    /// is ignored there.
    private func cancel(_ ticket: Int) {
        let loop = pool.loop
        loop.spawn { [self] in
            while await pool.core.leased.cancel(ticket: ticket, of: lease) {
                try? await loop.sleep(for: .milliseconds(100))
            }
        }
    }
}

extension PostgreSQLPool {
    /// Gives `body` a connection of its own: for what may be slow and should be cancelled with its caller.
    package func lease<T>(_ body: (LeasedConnection) async throws -> T) async throws -> T {
        let lease = try await acquire()
        defer { giveBack(lease) }
        return try await body(LeasedConnection(pool: self, lease: lease))
    }

    /// Runs one statement on a leased connection; a read whose connection was lost is sent again once.
    func queryAlone(
        _ statement: Statement, _ parameters: [Parameter], viewer: ViewerScope?
    ) async throws(PostgreSQLError) -> Rows {
        var mayTryAgain = statement.effect == .read
        while true {
            let lease = try await acquire()
            defer { giveBack(lease) }
            let connection = LeasedConnection(pool: self, lease: lease)
            do {
                return try await connection.query(statement, parameters, viewer: viewer)
            } catch {
                guard mayTryAgain, connection.isLost, !Task.isCancelled else { throw error }
                mayTryAgain = false
            }
        }
    }

    private func acquire() async throws(PostgreSQLError) -> Lease {
        guard !Task.isCancelled else { throw .cancelled }
        let core = core
        let ticket = core.nextTicket()
        let result: Result<Lease, PostgreSQLError> = await withTaskCancellationHandler {
            do throws(PostgreSQLError) {
                return .success(try await core.leased.acquire(ticket: ticket))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            loop.execute { [self] in self.core.leased.abandon(ticket: ticket) }
        }
        return try result.get()
    }

    private func giveBack(_ lease: Lease) {
        guard !core.leased.release(lease) else { return }
        loop.spawn { [self] in await core.leased.clean(lease) }
    }
}
