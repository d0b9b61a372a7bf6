internal import EventLoop

/// Keeps one connection open: opens it, and opens it again whenever it ends, with growing pauses. Loop thread only.
final class Keeper {
    var onUp: (Connection) -> Void = { _ in }
    /// The connection has ended, or could not be opened; it is tried again.
    var onDown: (RedisError) -> Void = { _ in }

    private let connector: Connector
    private var backoff = Backoff(base: .milliseconds(20), limit: .seconds(2))
    private var connection: Connection?
    private var isClosed = false
    private var task: Task<Void, Never>?

    init(_ connector: Connector) {
        self.connector = connector
    }

    /// Begins to open and reopen, until closed. Once only.
    func start() {
        let bound = LoopBound(connector.loop, self)
        task = connector.loop.spawn { await bound.withValue { $0 }.run() }
    }

    /// Ends the connection; returns when nothing of it is left.
    func close() async {
        isClosed = true
        connection?.close(Self.closed)
        task?.cancel()
        await task?.value
        task = nil
        // They hold their owner, so that it lives as long as anything may be told.
        onUp = { _ in }
        onDown = { _ in }
    }

    private static let closed = RedisError.connectionLost(reason: "it was closed")

    private func run() async {
        while !isClosed {
            let failure = await holdOne()
            onDown(failure)
            guard !isClosed else { return }
            var pause = backoff.next()
            if case .timeout = failure { pause = max(pause, connector.limits.bypass) }
            try? await connector.loop.sleep(for: pause)
        }
    }

    /// Opens a connection and returns when it has ended, or cannot be opened, with the reason.
    private func holdOne() async -> RedisError {
        let opened: Connection
        do throws(RedisError) {
            opened = try await connector.open()
        } catch {
            return error
        }
        if isClosed { opened.close(Self.closed) }
        // It may have ended between its greeting and this task's turn.
        if let loss = opened.loss { return loss }
        let start = connector.loop.now
        connection = opened
        let loss = await unsafe withUnsafeContinuation { continuation in
            opened.onLost = { unsafe continuation.resume(returning: $0) }
            onUp(opened)
        }
        connection = nil
        // One that ended at once is a failure to open in disguise.
        if connector.loop.now - start > .seconds(1) { backoff.reset() }
        return loss
    }
}
