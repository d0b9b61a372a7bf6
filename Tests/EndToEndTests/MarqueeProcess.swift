import Glibc

/// The built program `marquee`, running, with its output in pipes. Killed when the value ends.
final class MarqueeProcess {
    struct NotStarted: Error { let errno: Int32 }
    /// The program ended, or said nothing for long, before the line that was awaited.
    struct Silent: Error { let output: String }

    /// How it ended: the exit status (128 and more for signals) and what it said.
    struct Ending {
        let status: Int32
        let output: String
        let errors: String
    }

    let process: pid_t
    private let output: Int32
    private let errors: Int32
    private var said = ""
    private var complained = ""
    private var hasEnded = false

    /// The program beside this test's own file.
    private static let path: String = {
        let own = unsafe realpath("/proc/self/exe", nil)
        defer { unsafe free(own) }
        let path = unsafe own.map { unsafe String(cString: $0) } ?? ""
        return path.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/marquee"
    }()

    /// Starts it; nothing of the test's own environment but PATH is passed on. Unless told otherwise it takes any port
    /// that is free and does not wait for balancers when it stops.
    ///
    /// - Parameter input: what it reads from its standard input; nil for what the test itself would read.
    init(_ arguments: [String], _ environment: [String: String] = [:], input: String? = nil) throws {
        var variables = [
            "MARQUEE_PORT": "0", "MARQUEE_STOP_DELAY": "1ms", "PATH": unsafe String(cString: getenv("PATH")),
        ]
        variables.merge(environment) { _, new in new }
        let (outputEnds, errorEnds) = try (Self.makePipe(), Self.makePipe())
        var inputEnd: Int32 = -1
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, outputEnds.write, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errorEnds.write, 2)
        if let input {
            let ends = try Self.makePipe()
            _ = unsafe send(ends.write, input, input.utf8.count, Int32(MSG_NOSIGNAL))
            close(ends.write)
            unsafe posix_spawn_file_actions_adddup2(&actions, ends.read, 0)
            inputEnd = ends.read
        }
        defer { if inputEnd >= 0 { close(inputEnd) } }
        let words = unsafe ([Self.path] + arguments).map { unsafe strdup($0) } + [nil]
        let pairs = unsafe variables.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + pairs).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let failure = unsafe posix_spawn(&process, Self.path, &actions, nil, words, pairs)
        close(outputEnds.write)
        close(errorEnds.write)
        (self.process, output, errors) = (process, outputEnds.read, errorEnds.read)
        guard failure == 0 else {
            hasEnded = true
            throw NotStarted(errno: failure)
        }
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            _ = status()
        }
        close(output)
        close(errors)
    }

    func signal(_ number: Int32) { kill(process, number) }

    /// Waits for the line that says it serves; returns the port.
    func awaitPort() throws -> UInt16 {
        let begin = "Marquee serves http://127.0.0.1:"
        while true {
            if let line = said.split(separator: "\n").first(where: { $0.hasPrefix(begin) }),
                let port = UInt16(line.dropFirst(begin.count).prefix { $0.isNumber })
            {
                return port
            }
            guard let more = Self.read(output) else { throw Silent(output: said + (Self.read(errors) ?? "")) }
            said += more
        }
    }

    /// Waits until its standard error holds the text, and forgets all up to there.
    func awaitComplaint(_ text: String) throws {
        while true {
            if let range = complained.firstRange(of: text) {
                complained.removeSubrange(..<range.upperBound)
                return
            }
            guard let more = Self.read(errors) else { throw Silent(output: complained) }
            complained += more
        }
    }

    /// Waits for its end.
    func end() -> Ending {
        while let more = Self.read(output) { said += more }
        while let more = Self.read(errors) { complained += more }
        return Ending(status: status(), output: said, errors: complained)
    }

    private func status() -> Int32 {
        hasEnded = true
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// Two sockets that do for a pipe, and are closed in whatever another test starts meanwhile.
    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw NotStarted(errno: errno) }
        return (ends[0], ends[1])
    }

    /// What arrives next; nil at the end, or when nothing comes for half a minute.
    private static func read(_ descriptor: Int32) -> String? {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&watched, 1, 30_000) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}

/// Runs a command to its end.
func run(_ arguments: String..., environment: [String: String] = [:]) throws -> MarqueeProcess.Ending {
    try MarqueeProcess(arguments, environment).end()
}
