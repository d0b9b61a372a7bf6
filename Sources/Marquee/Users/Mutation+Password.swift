import Authentication
import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func passwordMutations(_ schema: Schema) {
        mutation("changePassword", in: schema, { try await $1.context.changePassword($0) }) { payload in
            payload.child("tokens") { $0.value }
        }
        mutation("deleteAccount", in: schema, { try await $1.context.deleteAccount($0) }) { payload in
            payload.given("deletedId") { (id: String) in id }
        }
    }
}

extension RequestContext {
    /// Ends all other sessions and, by the epoch, all access tokens; the tokens it gives go on.
    fileprivate func changePassword(_ input: MutationInput) async throws -> AuthTokens {
        let services = try accountServices()
        let viewer = try signedIn()
        let confirmed = try await confirm(input, "currentPassword", services)
        let password = input.string("newPassword") ?? ""
        if let objection = AccountRules.objection(
            to: password, username: confirmed.username, email: confirmed.email)
        {
            throw input.invalid("newPassword", objection)
        }
        let hash = try await services.hash(password)
        let successor = NewRefreshToken(for: caller)
        return try await transaction { connection in
            // Takes the lock that sign-ins with the old password wait for.
            guard
                try await connection.query(AccountCommands.setPassword, [.text(hash), .text(confirmed.hash)]).affected
                    == 1
            else { throw Self.wrongPassword(input, "currentPassword") }
            _ = try await connection.query(SessionCommands.end, [.null, .text(viewer.session)])
            let epoch = try await connection.query(AccountCommands.raiseEpoch).int(0, 0)
            let renewed = try await connection.query(
                SessionCommands.renew,
                [
                    .text(viewer.session), .bytes(successor.hash), .text(successor.userAgent), .text(successor.address),
                    .int(SessionTimes.lifetime),
                ])
            return services.tokens(
                account: viewer.id, epoch: epoch, session: viewer.session ?? "", successor, until: renewed.int(0, 0))
        }
    }

    /// The global ID of the account that is gone.
    fileprivate func deleteAccount(_ input: MutationInput) async throws -> String {
        let viewer = try signedIn()
        _ = try await confirm(input, "password", try accountServices())
        return try await refusing(UserError.lastAdministrator(at: [])) {
            try await transaction { connection in
                if input.boolean("keepReviewsAnonymous") != true {
                    _ = try await connection.query(AccountCommands.deleteReviews)
                }
                _ = try await connection.query(AccountCommands.delete)
                return "\(GlobalID(.user, viewer.id))"
            }
        }
    }

    private struct Confirmed {
        let hash: String
        let username: String
        let email: String
    }

    /// Asks for the password again; whose it is, and the hash that it fits.
    private func confirm(
        _ input: MutationInput, _ name: String, _ services: AccountServices
    ) async throws -> Confirmed {
        let found = try await write(AccountCommands.password, [])
        let stored = found.isEmpty ? nil : found.text(0, 0)
        let password = input.string(name) ?? ""
        let comparison = try await services.compare(
            password, with: stored, of: "\(try signedIn().id)", by: caller)
        guard comparison.isRight, let stored else { throw Self.wrongPassword(input, name) }
        return Confirmed(hash: stored, username: found.text(0, 1), email: found.text(0, 2))
    }

    private static func wrongPassword(_ input: MutationInput, _ name: String) -> UserErrors {
        UserErrors(.access(.badCredentials, input.path(name), "The password is wrong."))
    }
}
