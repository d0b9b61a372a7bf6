internal import EventLoop

/// Keeps one connection open: opens it, and opens it again whenever it ends, with growing pauses. Loop thread only.
final class Keeper {
    var onUp: (Connection) -> Void = { _ in }
    /// The connection of the last `onUp` has ended.
    var onDown: (Connection, _ reason: String) -> Void = { _, _ in }
    /// Opening failed; it is tried again.
    var onFailure: (PostgreSQLError) -> Void = { _ in }

    private let loop: EventLoop
    private let open: () async throws(PostgreSQLError) -> Connection
    private let statistics: Statistics
    /// A second at most: after a restart of the server nobody should wait for us rather than for it.
    private var backoff = Backoff(base: .milliseconds(20), limit: .seconds(1))
    private var connection: Connection?
    private var isClosed = false
    private var task: Task<Void, Never>?

    init(
        on loop: EventLoop, statistics: Statistics,
        open: @escaping () async throws(PostgreSQLError) -> Connection
    ) {
        self.loop = loop
        self.open = open
        self.statistics = statistics
    }

    convenience init(_ connector: Connector, statistics: Statistics) {
        self.init(on: connector.loop, statistics: statistics) { () async throws(PostgreSQLError) in
            try await connector.open(counting: statistics)
        }
    }

    /// Begins to open and reopen, until closed. Once only.
    func start() {
        let bound = LoopBound(loop, self)
        task = loop.spawn { await bound.withValue { $0 }.run() }
    }

    /// Ends the connection; returns when nothing of it is left.
    func close() async {
        isClosed = true
        connection?.close(reason: "the pool is closed")
        task?.cancel()
        await task?.value
        task = nil
        // They hold their owner, so that it lives as long as anything may be told.
        onUp = { _ in }
        onDown = { _, _ in }
        onFailure = { _ in }
    }

    private func run() async {
        while !isClosed {
            do throws(PostgreSQLError) {
                try await holdOne()
            } catch {
                onFailure(error)
            }
            guard !isClosed else { return }
            try? await loop.sleep(for: backoff.next())
        }
    }

    /// Opens a connection and returns when it has ended.
    private func holdOne() async throws(PostgreSQLError) {
        let opened = try await open()
        guard !isClosed else { return opened.close(reason: "the pool is closed") }
        // It may have ended between its admission and this task's turn, when nobody listened.
        if let reason = opened.lossReason { throw .unavailable(reason: reason) }
        let start = loop.now
        connection = opened
        let reason = await unsafe withUnsafeContinuation { continuation in
            opened.onLost = { unsafe continuation.resume(returning: $0) }
            onUp(opened)
        }
        connection = nil
        if !isClosed { statistics.connectionsLost += 1 }
        // One that ended at once is a failure to open in disguise.
        if loop.now - start > .seconds(1) { backoff.reset() }
        onDown(opened, reason)
    }
}
