package import EventLoop
private import Glibc
private import GraphQL

/// Writes lines of JSON: one a request, and one more about a slow operation. Lines gather on the loop and leave ten times a second by one write on a side thread,
/// so that a reader who lags never holds the loop; lines beyond a limit of unwritten bytes are dropped and counted.
package final class RequestLog: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var clock = LogClock()
        /// Bytes on their way to the descriptor.
        var leaving = 0
        var dropped = 0
        var isScheduled = false
    }

    private static let interval: Duration = .milliseconds(100)

    private let state: LoopBound<State>
    private let descriptor: Int32
    private let writer: SideThreads
    private let limit: Int

    /// `limit` bounds the bytes that wait to be written. The writer must have one thread only, so that lines stay in order; logs of several loops may share it.
    package init(loop: EventLoop, descriptor: Int32, writer: SideThreads, limit: Int = 1 << 20) {
        state = LoopBound(loop, State())
        self.descriptor = descriptor
        self.writer = writer
        self.limit = limit
    }

    /// Adds the request's line. Loop thread only.
    package func record(_ report: RequestReport) {
        add { report.append(to: &$0, at: &$1) }
    }

    /// Adds a line about an operation that took long. Loop thread only.
    package func record(_ operation: SlowOperation) {
        add { operation.append(to: &$0, at: &$1) }
    }

    private func add(_ append: (inout [UInt8], inout LogClock) -> Void) {
        let mustSchedule = state.withValue { state in
            guard state.lines.count + state.leaving < limit else {
                state.dropped += 1
                return false
            }
            append(&state.lines, &state.clock)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { state.loop.schedule(after: Self.interval) { [self] in flush() } }
    }

    /// Hands over what has gathered; also before the writer is stopped. Loop thread only.
    package func flush() {
        let lines = state.withValue { state in
            if state.dropped > 0 {
                state.lines += "{\"message\":\"log lines dropped\",\"count\":\(state.dropped)}\n".utf8
                state.dropped = 0
            }
            defer { (state.lines, state.isScheduled) = ([], false) }
            state.leaving += state.lines.count
            return state.lines
        }
        guard !lines.isEmpty else { return }
        do {
            try writer.submit { [self] in
                write(lines)
                state.loop.execute { self.state.withValue { $0.leaving -= lines.count } }
            }
        } catch {
            state.withValue { $0.leaving -= lines.count }
        }
    }

    /// On the side thread. A descriptor that fails loses the lines; there is no other place to tell.
    private func write(_ lines: [UInt8]) {
        var start = 0
        while start < lines.count {
            let count = unsafe lines[start...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            start += count
        }
    }
}

extension RequestReport {
    /// One line of the log.
    fileprivate func append(to lines: inout [UInt8], at clock: inout LogClock) {
        lines += "{\"time\":\"".utf8
        clock.append(to: &lines)
        lines += "\",\"trace\":\"".utf8
        lines += traceID.description.utf8
        lines += "\",\"client\":".utf8
        appendJSONString(clientAddress, to: &lines)
        if let kind {
            lines += ",\"kind\":\"\(kind)\"".utf8
            lines += ",\"operation\":".utf8
            if let operationName { appendJSONString(operationName, to: &lines) } else { lines += "null".utf8 }
            lines += isDocumentCached ? ",\"cached\":true".utf8 : ",\"cached\":false".utf8
        }
        if let statementCount {
            lines += ",\"sql\":".utf8
            appendJSON(Int64(statementCount), to: &lines)
        }
        lines += ",\"status\":".utf8
        appendJSON(Int64(status), to: &lines)
        lines += ",\"errors\":".utf8
        appendJSON(Int64(errorCount), to: &lines)
        lines += ",\"bytes\":".utf8
        appendJSON(Int64(responseBytes), to: &lines)
        lines += ",\"microseconds\":".utf8
        appendJSON(Int64(duration / .microseconds(1)), to: &lines)
        lines += "}\n".utf8
    }
}
