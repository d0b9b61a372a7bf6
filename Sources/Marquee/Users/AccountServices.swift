package import Authentication
import GraphQL

/// What signs people in, shared by all loops.
package struct AccountServices: Sendable {
    package let tokens: AccessTokens
    package let passwords: PasswordHasher
    /// Whether anybody may register.
    let isOpen: Bool

    package init(tokens: AccessTokens, passwords: PasswordHasher, isOpen: Bool) {
        self.tokens = tokens
        self.passwords = passwords
        self.isOpen = isOpen
    }
}

extension RequestContext {
    /// What signs people in; throws where nobody can.
    func accountServices() throws(FieldError) -> AccountServices {
        guard let accounts else { throw FieldError("Nobody can sign in here.", code: .internal) }
        return accounts
    }
}

/// Waits for a password's hash; with too many waiting already, the refusal that says so.
func whenNotBusy<Value>(_ path: [String], _ body: () async throws -> Value) async throws -> Value {
    do {
        return try await body()
    } catch is PasswordHasher.Busy {
        throw UserErrors(
            .access(
                .rateLimited, path, "Too many sign in at this moment. Try again in a few seconds.",
                retryAfter: .now + 5))
    }
}
