import Glibc

@testable import Services

/// This test program, run once more as a process of its own: as another user, or to die.
enum TestProgram {
    static func isReachable(by user: String) -> Bool {
        guard geteuid() == 0, let account = Account.named(user), let path = try? path() else { return false }
        return (try? Command(["/usr/bin/test", "-x", path], as: account).run()) != nil
    }

    /// Runs the tests whose name matches `filter` and answers the report.
    static func run(only filter: String, as account: Account? = nil, environment: [String] = []) throws -> String {
        let test = [try path(), "--testing-library", "swift-testing", "--filter", filter]
        return try Command(["/usr/bin/env"] + environment + test, as: account).run()
    }

    private static func path() throws -> String { try Files.resolved("/proc/self/exe") }
}
