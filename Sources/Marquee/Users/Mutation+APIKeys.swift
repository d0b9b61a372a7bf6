import Authentication
import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func apiKeyMutations(_ schema: Schema) {
        mutation("createApiKey", in: schema, { try await $1.context.createAPIKey($0) }) { payload in
            payload.entity("apiKey", APIKeyStatements.byID, asViewer: true, key: \.id)
            payload.given("secret", \.secret)
        }
        mutation("revokeApiKey", in: schema, { try await $1.context.revokeAPIKey($0) }) { payload in
            payload.given("revokedId") { (id: String) in id }
        }
    }
}

/// A key that was made, and its text, which is told this once.
private struct NewAPIKey {
    let id: Int64
    let secret: String
}

extension RequestContext {
    /// Of an account.
    private static var mostKeys: Int64 { 50 }

    fileprivate func createAPIKey(_ input: MutationInput) async throws -> NewAPIKey {
        let expiry = input.string("expiresAt").flatMap { Moment(rfc3339: $0) }
        if let expiry, expiry <= .now { throw input.invalid("expiresAt", "A key has to end in the future.") }
        let secret = APIKeySecret()
        let scopes = Set(input.strings("scopes") ?? []).map { $0.lowercased() }.sorted()
        let parameters: [Parameter] = [
            .text(input.string("name")), .text(secret.prefix), .bytes(Digest(of: secret.text).bytes), .texts(scopes),
            .text(expiry.map { "\($0)" }), .int(Self.mostKeys),
        ]
        let made = try await transaction { connection in
            // Keys that are made at once see each other, so that they do not pass the limit together.
            _ = try await connection.query(AccountCommands.lock)
            return try await connection.query(APIKeyCommands.make, parameters)
        }
        guard !made.isEmpty else {
            throw UserErrors(
                .access(.limitReached, [], "An account has at most \(Self.mostKeys) keys. Revoke one first."))
        }
        return NewAPIKey(id: made.int(0, 0), secret: secret.text)
    }

    /// The global ID of the key that was ended.
    fileprivate func revokeAPIKey(_ input: MutationInput) async throws -> String {
        let id = try input.id("apiKeyId", of: .apiKey)
        guard id.owner == (try signedIn().id), !(try await write(APIKeyCommands.delete, [.int(id.key)]).isEmpty)
        else { throw input.notFound("apiKeyId") }
        return "\(id)"
    }
}
