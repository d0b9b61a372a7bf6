package import Authentication
import GraphQL

/// What signs people in, shared by all loops.
package struct AccountServices: Sendable {
    package let tokens: AccessTokens
    package let passwords: PasswordHasher
    /// Whether anybody may register.
    let isOpen: Bool
    /// How often passwords may be tried; nil for no limit.
    let limits: SignInLimits?

    package init(tokens: AccessTokens, passwords: PasswordHasher, isOpen: Bool, limits: SignInLimits? = nil) {
        self.tokens = tokens
        self.passwords = passwords
        self.isOpen = isOpen
        self.limits = limits
    }
}

extension RequestContext {
    /// What signs people in; throws where nobody can.
    func accountServices() throws(FieldError) -> AccountServices {
        guard let accounts = services.accounts else { throw FieldError("Nobody can sign in here.", code: .internal) }
        return accounts
    }
}

extension AccountServices {
    /// Compares a password with what is stored of an account, counts the attempt, and takes the same time whatever it
    /// finds.
    ///
    /// - Parameters:
    ///   - stored: nil where there is no such account.
    ///   - account: what attempts are counted for.
    func compare(
        _ password: String, with stored: String?, of account: String, by caller: Caller
    ) async throws -> PasswordHasher.Comparison {
        try await limits?.attempt(on: account, by: caller)
        let comparison = try await whenNotBusy { try await passwords.compare(password, with: stored) }
        if comparison.isRight { await limits?.succeeded(on: account) }
        return comparison
    }

    /// What to store of a password.
    func hash(_ password: String) async throws -> String {
        try await whenNotBusy { try await passwords.hash(password) }
    }

    /// With too many waiting already, throws the refusal that says so.
    private func whenNotBusy<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch is PasswordHasher.Busy {
            throw UserErrors(
                .access(
                    .rateLimited, [], "Too many sign in at this moment. Try again in a few seconds.",
                    retryAfter: .now + 5))
        }
    }
}
