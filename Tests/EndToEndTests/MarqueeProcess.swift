import Glibc

@testable import Services

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
    /// As `waitpid` gives it, once it has ended.
    private var waitStatus: Int32?
    /// Nil when the test chose a home.
    private let home: String?

    /// The program beside this test's own file.
    private static let path: String = {
        let own = unsafe realpath("/proc/self/exe", nil)
        defer { unsafe free(own) }
        let path = unsafe own.map { unsafe String(cString: $0) } ?? ""
        return path.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/marquee"
    }()

    /// What is passed on of the test's own environment: where programs lie, and what sanitizers are to leave out.
    private static let inherited = ["PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"]

    /// Starts it, with little of the test's own environment. Unless told otherwise it takes any port that is free, has
    /// a home of its own and does not wait for balancers when it stops.
    ///
    /// - Parameters:
    ///   - isUnread: output and errors have no room from the beginning, as if their reader had stopped reading.
    ///   - input: what it reads from its standard input; nil for what the test itself would read.
    init(
        _ arguments: [String], _ environment: [String: String] = [:], isUnread: Bool = false, input: String? = nil
    ) throws {
        home = environment["MARQUEE_HOME"] == nil ? try Self.makeHome() : nil
        var variables = ["MARQUEE_PORT": "0", "MARQUEE_STOP_DELAY": "1ms"]
        for name in Self.inherited { variables[name] = unsafe getenv(name).map { unsafe String(cString: $0) } }
        variables["MARQUEE_HOME"] = home
        variables.merge(environment) { _, new in new }
        let (outputEnds, errorEnds) = try (Self.makePipe(), Self.makePipe())
        if isUnread { for end in [outputEnds.write, errorEnds.write] { Self.fill(end) } }
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
            waitStatus = 0
            throw NotStarted(errno: failure)
        }
    }

    deinit {
        if waitStatus == nil {
            kill(process, SIGKILL)
            _ = status()
        }
        close(output)
        close(errors)
        if let home { try? Files.remove(home) }
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

    /// The status it ends with, while nobody reads what it says; nil when it does not end within `seconds`.
    func status(within seconds: Int) -> Int32? {
        Pause.until(seconds: seconds) { hasEnded(WNOHANG) } ? status() : nil
    }

    private func status() -> Int32 {
        while !hasEnded(0) {}
        guard let status = waitStatus else { return -1 }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private func hasEnded(_ options: Int32) -> Bool {
        var status: Int32 = 0
        if waitStatus == nil, unsafe waitpid(process, &status, options) == process { waitStatus = status }
        return waitStatus != nil
    }

    private static func makeHome() throws -> String {
        var template = Array("/tmp/marquee-home-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw NotStarted(errno: errno) }
        return unsafe template.withUnsafeBytes { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// Writes until there is no room left.
    private static func fill(_ descriptor: Int32) {
        let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: 4096)
        while unsafe send(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT)) > 0 {}
        while unsafe send(descriptor, bytes, 1, Int32(MSG_DONTWAIT)) > 0 {}
    }

    /// Two sockets that do for a pipe, and are closed in whatever another test starts meanwhile.
    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw NotStarted(errno: errno) }
        return (ends[0], ends[1])
    }

    /// What arrives next; nil at the end, or when nothing comes for two minutes, so long as a first start may take among all tests.
    private static func read(_ descriptor: Int32) -> String? {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&watched, 1, 120_000) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = unsafe Glibc.read(descriptor, &buffer, buffer.count - 4)
        while count > 0, isCut(buffer[..<count]) {
            guard unsafe Glibc.read(descriptor, &buffer[count], 1) == 1 else { break }
            count += 1
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Whether a text ends within a character.
    private static func isCut(_ text: ArraySlice<UInt8>) -> Bool {
        guard let start = text.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return false }
        let length = text[start] < 0xC0 ? 1 : text[start] < 0xE0 ? 2 : text[start] < 0xF0 ? 3 : 4
        return text.endIndex - start < length
    }
}

/// Runs a command to its end.
func run(_ arguments: String..., environment: [String: String] = [:]) throws -> MarqueeProcess.Ending {
    try MarqueeProcess(arguments, environment).end()
}
