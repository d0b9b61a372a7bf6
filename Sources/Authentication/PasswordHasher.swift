import EventLoop

/// Computes scrypt away from the loops: as many at once as there are threads, a bounded number waiting.
package final class PasswordHasher: Sendable {
    /// So many sign-ins wait already that another would only wait too long.
    package struct Busy: Error {}

    /// How a password compared with what is stored.
    package struct Comparison: Sendable {
        package let isRight: Bool
        /// What to store instead, because the cost has risen since; only if the password is right.
        package let renewed: String?
    }

    private let threads: SideThreads
    private let cost: ScryptCost
    /// Compared with where there is no account, so that its absence takes the same time.
    private let placeholder: PasswordHash

    /// - Parameter count: threads, which is how many hashes are computed at once; 16 times as many may wait.
    package init(threads count: Int, cost: ScryptCost) {
        threads = SideThreads(name: "scrypt", threads: count, maximumWaiting: 16 * count)
        self.cost = cost
        placeholder = PasswordHash(ofNobodyAt: cost)
    }

    /// What to store of a password.
    package func hash(_ password: String) async throws -> String {
        try await compute { [cost] in "\(PasswordHash(of: password, cost: cost))" }
    }

    /// - Parameter stored: nil where there is no account; the answer is no, and takes as long.
    package func compare(_ password: String, with stored: String?) async throws -> Comparison {
        try await compute { [cost, placeholder] in
            let hash = stored.flatMap { PasswordHash($0) }
            let isRight = (hash ?? placeholder).matches(password) && hash != nil
            let isOutdated = isRight && hash?.cost != cost
            return Comparison(
                isRight: isRight, renewed: isOutdated ? "\(PasswordHash(of: password, cost: cost))" : nil)
        }
    }

    private func compute<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        do {
            return try await threads.run(work)
        } catch is EventLoopError {
            throw Busy()
        }
    }

    /// Ends the threads, after the work that waits. Blocks.
    package func stop() { threads.stop() }
}
