package import EventLoop
private import GraphQL

/// Writes lines of JSON: one a request, and one more about a slow operation. Lines gather on the loop and leave together
/// ten times a second.
package final class RequestLog: Sendable {
    private struct State {
        var lines: [UInt8] = []
        var count = 0
        var clock = LogClock()
    }

    private static let interval: Duration = .milliseconds(100)

    private let state: LoopBound<State>
    private let writer: LogWriter

    /// Logs of several loops may share the writer.
    package init(loop: EventLoop, writer: LogWriter) {
        state = LoopBound(loop, State())
        self.writer = writer
    }

    /// Adds the request's line. Loop thread only.
    package func record(_ report: RequestReport) {
        add { report.append(to: &$0, at: &$1) }
    }

    /// Adds the line of a request for something else than GraphQL. Loop thread only.
    package func record(_ report: PageReport) {
        add { report.append(to: &$0, at: &$1) }
    }

    /// Adds a line about an operation that took long. Loop thread only.
    package func record(_ operation: SlowOperation) {
        add { operation.append(to: &$0, at: &$1) }
    }

    private func add(_ append: (inout [UInt8], inout LogClock) -> Void) {
        let isFirst = state.withValue { state in
            append(&state.lines, &state.clock)
            state.count += 1
            return state.count == 1
        }
        if isFirst { state.loop.schedule(after: Self.interval) { [self] in flush() } }
    }

    /// Hands over what has gathered; also before the end. Loop thread only.
    package func flush() {
        let (lines, count) = state.withValue { state in
            defer { (state.lines, state.count) = ([], 0) }
            return (state.lines, state.count)
        }
        if count > 0 { writer.write(lines, count: count) }
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
        if let answerSource { lines += ",\"answer\":\"\(answerSource.rawValue)\"".utf8 }
        if let cost {
            lines += ",\"cost\":".utf8
            appendJSON(Int64(cost), to: &lines)
        }
        if let statementCount {
            lines += ",\"sql\":".utf8
            appendJSON(Int64(statementCount), to: &lines)
        }
        if let cacheHits {
            lines += ",\"cacheHits\":".utf8
            appendJSON(Int64(cacheHits), to: &lines)
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
