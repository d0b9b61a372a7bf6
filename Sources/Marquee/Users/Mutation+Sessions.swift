import Authentication
import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func sessionMutations(_ schema: Schema) {
        mutation("logout", in: schema, { try await $1.context.logout($0) }) { payload in
            payload.value("ok") { $0.value ?? false }
        }
        mutation("logoutEverywhere", in: schema, { try await $1.context.logoutEverywhere($0) }) { payload in
            payload.value("endedSessions") { $0.value ?? 0 }
        }
        mutation("revokeSession", in: schema, { try await $1.context.revokeSession($0) }) { payload in
            payload.given("revokedId") { (id: String) in id }
        }
    }
}

extension RequestContext {
    /// Whether there was a session to end.
    fileprivate func logout(_ input: MutationInput) async throws -> Bool {
        var family = try signedIn().session
        if let token = input.string("refreshToken") {
            let found = try await write(SessionCommands.familyOfToken, [.bytes(Digest(of: token).bytes)])
            guard !found.isEmpty else {
                throw UserErrors(
                    .access(.badToken, input.path("refreshToken"), "This is no refresh token of yours."))
            }
            family = found.text(0, 0)
        }
        guard let family else { return false }
        return try await write(SessionCommands.end, [.text(family), .null]).int(0, 0) > 0
    }

    /// How many sessions it ended. The epoch rises, so that no access token goes on; a session that is kept goes on by its
    /// refresh token.
    fileprivate func logoutEverywhere(_ input: MutationInput) async throws -> Int64 {
        let kept = input.boolean("keepCurrent") == true ? try signedIn().session : nil
        return try await transaction { connection in
            let ended = try await connection.query(SessionCommands.end, [.null, .text(kept)]).int(0, 0)
            if input.boolean("revokeApiKeys") == true { _ = try await connection.query(APIKeyCommands.deleteAll) }
            _ = try await connection.query(AccountCommands.raiseEpoch)
            return ended
        }
    }

    /// The global ID of the session that was ended.
    fileprivate func revokeSession(_ input: MutationInput) async throws -> String {
        let id = try input.id("sessionId", of: .session)
        guard id.owner == (try signedIn().id) else { throw input.notFound("sessionId") }
        let family = try await write(SessionCommands.family, [.int(id.key)])
        guard !family.isEmpty,
            try await write(SessionCommands.end, [.text(family.text(0, 0)), .null]).int(0, 0) > 0
        else { throw input.notFound("sessionId") }
        return "\(id)"
    }
}
