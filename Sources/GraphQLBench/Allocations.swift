import CAllocationCount

/// Allocations of one operation, which are the same on every run.
///
/// The limits stand in a file, a line for each workload: its name, the document's file or `-`, and how many
/// allocations it may make in a debug and in a release build.
enum Allocations {
    static func check(against path: String) async throws {
        var excess: [String] = []
        let lines = String(decoding: try bytes(ofFile: path), as: UTF8.self).split(separator: "\n")
        for line in lines where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 4, let name = Workload.Name(rawValue: words[0]), let debug = Int(words[2]),
                let release = Int(words[3])
            else { throw BenchFailure("\(path): expected WORKLOAD FILE DEBUG RELEASE, found: \(line)") }
            let found = try await count(Workload(name, file: words[1]))
            let limit = isDebug ? debug : release
            print("\(words[0]) \(words[1]): \(found) allocations, at most \(limit) allowed")
            if found > limit { excess.append(words[0]) }
        }
        if !excess.isEmpty { throw BenchFailure("too many allocations: \(excess.joined(separator: ", "))") }
    }

    /// Of the third time, when everything lazy is there.
    private static func count(_ workload: Workload) async throws -> Int {
        for _ in 0..<2 { try await workload.run() }
        let before = allocation_count()
        try await workload.run()
        return allocation_count() - before
    }

    /// Assertions are only looked at in debug builds.
    private static var isDebug: Bool {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return isDebug
    }
}
