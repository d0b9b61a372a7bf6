private import Glibc

/// Writes lines to a descriptor from a thread of its own, so that a reader who lags, or reads no more, holds up nobody.
///
/// What does not leave in time waits in memory; beyond a limit it is dropped, counted, and told of once there is room
/// again. The thread starts with the first lines and stays as long as the process.
public final class LogWriter: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        /// Lines dropped since the last that were taken.
        var dropped = 0
        var isWriting = false
        var thread: PosixThread?
    }

    /// The process's standard output and error, which all its threads share.
    public static let standardOutput = LogWriter(descriptor: STDOUT_FILENO)
    public static let standardError = LogWriter(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    private let limit: Int
    private let state = Locked(State())
    private let signal = Semaphore()

    /// `limit` bounds the bytes that wait. The descriptor stays the caller's.
    public init(descriptor: Int32, limit: Int = 1 << 20) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// Adds whole lines, which leave at once if their reader lets them. Any thread; never waits.
    /// - Parameter count: how many lines `bytes` holds.
    public func write(_ bytes: [UInt8], count: Int = 1) {
        let isFirst = state.withLock { state in
            guard state.waiting.count + bytes.count <= limit, startThread(&state) else {
                state.dropped += count
                return false
            }
            defer { state.waiting += bytes }
            guard state.dropped > 0 else { return state.waiting.isEmpty }
            state.waiting +=
                "{\"level\":\"warning\",\"message\":\"log lines dropped\",\"count\":\(state.dropped)}\n".utf8
            state.dropped = 0
            return true
        }
        if isFirst { signal.post() }
    }

    /// Adds one line, which is given without its end.
    public func write(line: String) { write(Array("\(line)\n".utf8)) }

    /// Waits until everything is written, for so long at most; for the end of the process.
    public func drain(within limit: Duration) {
        let end = ContinuousClock.now + limit
        while state.withLock({ $0.isWriting || !$0.waiting.isEmpty }), ContinuousClock.now < end { usleep(1000) }
    }

    private func startThread(_ state: inout State) -> Bool {
        if state.thread == nil { state.thread = try? PosixThread(name: "log-\(descriptor)") { [self] in serve() } }
        return state.thread != nil
    }

    private func serve() {
        while true {
            signal.wait()
            let bytes = state.withLock { state in
                defer { state.waiting = [] }
                state.isWriting = true
                return state.waiting
            }
            writeAll(bytes)
            state.withLock { $0.isWriting = false }
        }
    }

    /// May block for ever. A descriptor that fails loses the lines; there is no other place to tell.
    private func writeAll(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                start += count
            } else if errno == EAGAIN {
                // Whoever shares the pipe made it non-blocking.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&room, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
