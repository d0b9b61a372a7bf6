import Glibc

/// A service, or a process of one, that outlived the server which started it. It is not our child, so its end is seen in
/// `/proc` only.
struct Leftover {
    let process: pid_t
    /// The program and its arguments. A process that has ended has none, even if nobody has fetched its status yet.
    let words: [String]

    init(process: pid_t) {
        self.process = process
        words = Self.words(of: process)
    }

    /// Asks it to end, insists after `patience` seconds, and returns when it is gone.
    func end(_ signal: ServiceSignal, patience: Int) {
        for (number, seconds) in [(signal.number, patience), (SIGQUIT, 5), (SIGKILL, 5)] {
            // Whoever says something else than at first is another process under the same number.
            guard !words.isEmpty, Self.words(of: process) == words else { return }
            Glibc.kill(process, number)
            if Pause.until(seconds: seconds, { Self.words(of: process) != words }) { return }
        }
    }

    /// Ends it without asking, and returns when it is gone, after five seconds at most.
    func kill() {
        guard !words.isEmpty, Self.words(of: process) == words else { return }
        Glibc.kill(process, SIGKILL)
        _ = Pause.until(seconds: 5) { Self.words(of: process) != words }
    }

    /// The processes that work in a folder, given without links, as far as we may look.
    static func all(in folder: String) -> [Leftover] {
        Files.matches("/proc/[0-9]*").compactMap { path in
            guard (try? Files.resolved("\(path)/cwd")) == folder else { return nil }
            return pid_t(path.dropFirst("/proc/".count)).map(Leftover.init(process:))
        }
    }

    private static func words(of process: pid_t) -> [String] {
        Files.text(of: "/proc/\(process)/cmdline").split(separator: "\0").map(String.init)
    }
}
