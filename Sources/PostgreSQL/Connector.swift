internal import EventLoop

/// Opens connections without ever blocking the loop, and admits only those that may be used.
struct Connector: Sendable {
    let settings: ConnectionSettings
    let loop: EventLoop
    let sideThreads: SideThreads
    /// For connecting, signing in and the first questions together.
    var deadline: Duration = .seconds(5)
    /// How long a statement may be without an answer; nil without `statement_timeout`.
    var maximumSilence: Duration?

    /// Keeps a connection open; loop thread only.
    func keeper(counting statistics: Statistics) -> Keeper<Connection> {
        // A second at most: after a restart of the server nobody should wait for us rather than for it.
        let backoff = Backoff(base: .milliseconds(20), limit: .seconds(1))
        let closing = PostgreSQLError.unavailable(reason: "the pool is closed")
        return Keeper(on: loop, backoff: backoff, closing: closing) { () async throws(PostgreSQLError) in
            try await open(counting: statistics)
        }
    }

    /// A connection in pipeline mode; loop thread only.
    func open(counting statistics: Statistics) async throws(PostgreSQLError) -> Connection {
        let connection = try Connection(await connect(), on: loop, statistics: statistics)
        if let maximumSilence { connection.watchSilence(limit: maximumSilence, on: loop) }
        let timer = loop.schedule(after: deadline) { connection.close(reason: "no answer within \(deadline)") }
        defer { timer.cancel() }
        do throws(PostgreSQLError) {
            try await admit(connection)
        } catch {
            connection.close(error)
            throw error
        }
        return connection
    }

    /// Connects and signs in. libpq resolves the host's name where it begins, which may take long: on a side thread.
    func connect() async throws(PostgreSQLError) -> LibpqConnection {
        let end = loop.now + deadline
        let wire = try await start()
        guard !wire.hasFailed else { throw failure(wire.errorMessage) }
        // A connection that has begun is treated as if it had said that it waits for room to write.
        var progress = LibpqConnection.Progress.writing
        while progress != .open {
            guard progress != .failed else { throw failure(wire.errorMessage) }
            // The descriptor may be another one after each step, so each step has its own watch.
            let interest: DescriptorInterest = progress == .reading ? .readable : .writable
            guard await becomesReady(wire.descriptor, interest, within: end - loop.now) else {
                throw .unavailable(reason: "no answer within \(deadline)")
            }
            progress = wire.poll()
        }
        return wire
    }

    private func start() async throws(PostgreSQLError) -> LibpqConnection {
        let started: UInt?
        do {
            started = try await sideThreads.run(within: deadline, on: loop, discard: LibpqConnection.discard(started:))
            {
                [settings] in LibpqConnection.start(settings)
            }
        } catch EventLoopError.sideThreadSlow(let limit) {
            throw .unavailable(reason: "no name server told the host's address within \(limit)")
        } catch {
            throw .unavailable(reason: "\(error)")
        }
        guard let started, let wire = LibpqConnection(started: started) else {
            throw .unavailable(reason: "libpq is out of memory")
        }
        return wire
    }

    /// Names what to mend where it can be known from the server's words.
    private func failure(_ message: String) -> PostgreSQLError {
        if message.contains("unsupported startup parameter") {
            return .refused(
                reason: "\(message). A pgbouncer answers that does not pass session settings on: "
                    + "connect to PostgreSQL directly, or add them to ignore_startup_parameters of a pooler in session mode"
            )
        }
        if let role = settings.role, message.contains("\"\(role)\"") {
            return .refused(reason: "\(message). The role \(role) is made by the migrations: run `marquee migrate`")
        }
        return .unavailable(reason: message)
    }

    /// False when the time is over first, or the task is cancelled.
    private func becomesReady(
        _ descriptor: Int32, _ interest: DescriptorInterest, within limit: Duration
    ) async -> Bool {
        let waiting = LoopBound(loop, Readiness())
        return await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                let readiness = waiting.withValue { $0 }
                unsafe readiness.begin(on: loop, descriptor, interest, within: limit, continuation)
            }
        } onCancel: {
            loop.execute { waiting.withValue { $0 }.end(false) }
        }
    }
}

/// Waits once for a descriptor, a timer or a cancellation, whichever comes first.
@safe private final class Readiness {
    private var watch: DescriptorWatch?
    private var timer: LoopTimer?
    private var continuation: UnsafeContinuation<Bool, Never>?

    func begin(
        on loop: EventLoop, _ descriptor: Int32, _ interest: DescriptorInterest, within limit: Duration,
        _ continuation: UnsafeContinuation<Bool, Never>
    ) {
        unsafe self.continuation = continuation
        timer = loop.schedule(after: limit) { [self] in end(false) }
        do {
            watch = try loop.watch(descriptor, interest) { [self] _ in end(true) }
        } catch {
            end(false)
        }
    }

    func end(_ isReady: Bool) {
        watch?.cancel()
        timer?.cancel()
        (watch, timer) = (nil, nil)
        guard let waiting = unsafe continuation else { return }
        unsafe continuation = nil
        unsafe waiting.resume(returning: isReady)
    }
}
