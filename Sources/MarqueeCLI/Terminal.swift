internal import EventLoop
// `environ` is a global variable; nothing here changes it.
@unsafe @preconcurrency internal import Glibc

/// What a command reads from and says to those who started it.
enum Terminal {
    /// One line on standard output, at once, also into a pipe; a reader who does not take it is not waited for.
    static func say(_ line: String) { LogWriter.standardOutput.write(line: line) }

    /// One line on standard error, lines within joined: one failure, one line.
    static func complain(_ message: String) {
        let text = message.split { $0.isNewline || $0 == "\t" }.joined(separator: "; ")
        LogWriter.standardError.write(line: "marquee: \(text)")
    }

    /// Waits, for a second each, until what was said has been read.
    static func drain() {
        LogWriter.standardOutput.drain(within: .seconds(1))
        LogWriter.standardError.drain(within: .seconds(1))
    }

    /// The variables of the environment.
    static var environment: [String: String] {
        var found: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let parts = unsafe String(cString: entry).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
            unsafe next += 1
        }
        return found
    }
}
