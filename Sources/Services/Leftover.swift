import Glibc

/// A service that outlived the server which started it. It is not our child, so its end is seen in `/proc` only.
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
            kill(process, number)
            if Pause.until(seconds: seconds, { Self.words(of: process) != words }) { return }
        }
    }

    private static func words(of process: pid_t) -> [String] {
        Files.text(of: "/proc/\(process)/cmdline").split(separator: "\0").map(String.init)
    }
}
