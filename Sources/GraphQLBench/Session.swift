import Glibc

/// Answers each line `WORKLOAD FILE SECONDS` of the standard input with `OPERATIONS SECONDS`: how often the workload
/// was done and how long that took. With 0 seconds the answer is what came out of doing it once.
enum Session {
    static func run() async throws {
        var ready: [String: Workload] = [:]
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let name = Workload.Name(rawValue: words[0]), let seconds = Double(words[2]) else {
                throw BenchFailure("expected WORKLOAD FILE SECONDS, found: \(line)")
            }
            let key = words[0] + words[1]
            let workload = try ready[key] ?? Workload(name, file: words[1])
            ready[key] = workload
            if seconds == 0 {
                print(try await workload.answer())
            } else {
                let (operations, elapsed) = try await time(workload, .seconds(seconds))
                print(operations, elapsed)
            }
            fflush(nil)
        }
    }

    /// Repeats a workload for some time; the clock is read between batches of at least 50 microseconds.
    private static func time(_ workload: Workload, _ duration: Duration) async throws -> (Int, Double) {
        let start = ContinuousClock.now
        var operations = 0
        var batch = 1
        while true {
            let batchStart = ContinuousClock.now
            for _ in 0..<batch { try await workload.run() }
            operations += batch
            let now = ContinuousClock.now
            if now - start >= duration { return (operations, (now - start) / .seconds(1)) }
            if now - batchStart < .microseconds(50) { batch *= 2 }
        }
    }
}
