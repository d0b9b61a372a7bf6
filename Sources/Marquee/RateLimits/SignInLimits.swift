package import HTTPServer

/// How often passwords may be tried and accounts made: by account from one address against who guesses a password, so that
/// a stranger locks nobody out; by account from all addresses and by address for all accounts against who has many.
package struct SignInLimits: Sendable {
    private let store: RateStore
    private let perAccount: Int
    private let exempt: [IPNetwork]

    private static var window: Int64 { 15 * 60 * 1000 }

    /// - Parameters:
    ///   - perAccount: attempts in a quarter of an hour from one address; an account has ten times as many from all, and
    ///     so has an address for all accounts.
    ///   - exempt: addresses that only accounts are counted for.
    package init(store: RateStore, perAccount: Int, exempt: [IPNetwork]) {
        self.store = store
        self.perAccount = perAccount
        self.exempt = exempt
    }

    /// Counts an attempt to give a password, of an account or of what was taken for the name of one.
    func attempt(on account: String, by caller: Caller) async throws(UserErrors) {
        try await count(keys(of: account, by: caller) + address(of: caller, "signin", 10 * perAccount))
    }

    /// The password was right: earlier attempts count no more.
    func succeeded(on account: String, by caller: Caller) async {
        for key in keys(of: account, by: caller) { await store.clear(key) }
    }

    func registration(by caller: Caller) async throws(UserErrors) {
        try await count(address(of: caller, "register", perAccount))
    }

    private func count(_ keys: [RateKey]) async throws(UserErrors) {
        guard !keys.isEmpty else { return }
        let wait = await store.attempt(keys)
        guard wait > 0 else { return }
        let seconds = (wait + 999) / 1000
        throw UserErrors(
            .access(
                .rateLimited, [], "Too many attempts. Try again in \(seconds) s.", retryAfter: .now + seconds))
    }

    private func keys(of account: String, by caller: Caller) -> [RateKey] {
        let name = "signin:account:" + account
        return [
            RateKey(name: "\(name):from:\(caller.network)", limit: perAccount, window: Self.window),
            RateKey(name: name, limit: 10 * perAccount, window: Self.window),
        ]
    }

    private func address(of caller: Caller, _ name: String, _ limit: Int) -> [RateKey] {
        guard let address = IPAddress(caller.address), !exempt.contains(where: { $0.contains(address) }) else {
            return []
        }
        return [RateKey(name: "\(name):address:\(caller.network)", limit: limit, window: Self.window)]
    }
}
