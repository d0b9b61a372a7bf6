internal import Glibc
internal import Marquee

/// Shows on standard error how far a load is: a bar if that is a terminal, otherwise a line for each thing written.
struct SeedProgressBar {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var subject = ""
    private var percent = -1

    mutating func show(_ progress: ScaleSeedProgress) {
        let now = Int(progress.share * 100)
        guard progress.subject != subject || (isTerminal && now != percent) else { return }
        (subject, percent) = (progress.subject, now)
        let isDone = progress.share >= 1
        write(isTerminal ? Self.bar(progress) + (isDone ? "\n" : "") : "\(Self.padded(percent)) % \(subject)\n")
    }

    /// The line of a bar, drawn over the one before.
    private static func bar(_ progress: ScaleSeedProgress) -> String {
        let full = Int(progress.share * 40)
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 40 - full)
        return "\r[\(bar)] \(padded(Int(progress.share * 100))) % \(progress.subject)\u{1B}[K"
    }

    private static func padded(_ percent: Int) -> String {
        String(repeating: " ", count: 3 - "\(percent)".count) + "\(percent)"
    }

    private func write(_ text: String) {
        _ = unsafe Glibc.write(STDERR_FILENO, text, text.utf8.count)
    }
}
