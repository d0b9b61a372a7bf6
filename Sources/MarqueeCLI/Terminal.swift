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

    /// Asks on the terminal without showing what is typed; nil where there is none.
    static func askSecretly(_ question: String) -> String? {
        guard let terminal = unsafe fopen("/dev/tty", "r+e") else { return nil }
        defer { unsafe fclose(terminal) }
        let descriptor = unsafe fileno(terminal)
        var shown = termios()
        guard unsafe tcgetattr(descriptor, &shown) == 0 else { return nil }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &hidden)
        defer { _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &shown) }
        unsafe fputs(question, terminal)
        var line = [CChar](repeating: 0, count: 2048)
        guard unsafe fgets(&line, Int32(line.count), terminal) != nil else { return nil }
        unsafe fputs("\n", terminal)
        let bytes = line.prefix { $0 != 0 && $0 != 10 && $0 != 13 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
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
