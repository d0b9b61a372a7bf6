/// What a `Keeper` keeps: a connection that tells of its own end. Loop thread only.
package protocol KeptConnection: AnyObject, SendableMetatype {
    /// Why a connection ended or could not be opened.
    associatedtype Loss: Error
    /// Why it has ended; nil while it is open.
    var loss: Loss? { get }
    /// Told once, when it has ended.
    var onLost: (Loss) -> Void { get set }
    /// Ends it. Harmless when repeated.
    func close(_ loss: Loss)
}

/// Keeps one connection open: opens it, and opens it again whenever it ends, with growing pauses. Loop thread only.
package final class Keeper<Connection: KeptConnection> {
    /// What has happened so far.
    package struct Statistics {
        package fileprivate(set) var opened = 0
        /// Those that ended by themselves.
        package fileprivate(set) var lost = 0
        package fileprivate(set) var failures = 0
    }

    package var onUp: (Connection) -> Void = { _ in }
    /// The connection of the last `onUp` has ended.
    package var onDown: (Connection, Connection.Loss) -> Void = { _, _ in }
    /// Opening failed; it is tried again.
    package var onFailure: (Connection.Loss) -> Void = { _ in }
    package private(set) var statistics = Statistics()

    private let loop: EventLoop
    private var backoff: Backoff
    private let leastPause: (Connection.Loss) -> Duration
    private let closing: Connection.Loss
    private let open: () async throws(Connection.Loss) -> Connection
    private var connection: Connection?
    private var isClosed = false
    private var task: Task<Void, Never>?

    /// - Parameters:
    ///   - closing: what a connection is told that ends with its keeper.
    ///   - leastPause: how long at least nothing is tried after a loss.
    package init(
        on loop: EventLoop, backoff: Backoff, closing: Connection.Loss,
        leastPause: @escaping (Connection.Loss) -> Duration = { _ in .zero },
        open: @escaping () async throws(Connection.Loss) -> Connection
    ) {
        self.loop = loop
        self.backoff = backoff
        self.closing = closing
        self.leastPause = leastPause
        self.open = open
    }

    /// Begins to open and reopen, until closed. Once only.
    package func start() {
        let bound = LoopBound(loop, self)
        task = loop.spawn { await bound.withValue { $0 }.run() }
    }

    /// Ends the connection; returns when nothing of it is left.
    package func close() async {
        isClosed = true
        connection?.close(closing)
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
            let loss: Connection.Loss
            do throws(Connection.Loss) {
                loss = try await holdOne()
            } catch {
                if !isClosed { statistics.failures += 1 }
                onFailure(error)
                loss = error
            }
            guard !isClosed else { return }
            try? await loop.sleep(for: max(backoff.next(), leastPause(loss)))
        }
    }

    /// Opens a connection and returns when it has ended, with the reason.
    private func holdOne() async throws(Connection.Loss) -> Connection.Loss {
        let opened = try await open()
        if isClosed { opened.close(closing) }
        // It may have ended between its admission and this task's turn, when nobody listened.
        if let loss = opened.loss { throw loss }
        let start = loop.now
        connection = opened
        statistics.opened += 1
        let loss = await unsafe withUnsafeContinuation { continuation in
            opened.onLost = { unsafe continuation.resume(returning: $0) }
            onUp(opened)
        }
        connection = nil
        if !isClosed { statistics.lost += 1 }
        // One that ended at once is a failure to open in disguise.
        if loop.now - start > .seconds(1) { backoff.reset() }
        onDown(opened, loss)
        return loss
    }
}
