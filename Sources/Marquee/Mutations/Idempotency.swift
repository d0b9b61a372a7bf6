import Authentication
import GraphQL
import PostgreSQL

/// Mutations that a client may repeat with the same key (`idempotencyKey`): done once, answered the same.
enum IdempotencyCommands {
    /// One row if the key is new.
    static let claim = Statement(
        "idempotency_claim",
        """
        insert into idempotency_keys (user_id, key, mutation, input_hash) values (viewer_id(), $1, $2, $3)
        on conflict (user_id, key) do nothing returning key
        """)

    /// A key that another transaction claims at the same moment is waited for by `claim`, so that it is there now.
    static let find = Statement(
        "idempotency_find",
        """
        select mutation = $2 and input_hash = $3, result from idempotency_keys where user_id = viewer_id() and key = $1
        """)

    static let keep = Statement(
        "idempotency_keep",
        "update idempotency_keys set result = $2::jsonb where user_id = viewer_id() and key = $1")
}

extension RequestContext {
    /// Runs `body` in a transaction as the viewer, once for each idempotency key: a repeated call with the same input is
    /// told what the first one gave, with another input it is a `CONFLICT`.
    ///
    /// - Parameters:
    ///   - mutation: its name.
    ///   - body: gives the keys of what it made or changed, from which the payload is loaded.
    func once(
        _ mutation: String, _ input: MutationInput, _ body: (LeasedConnection) async throws -> [Int64]
    ) async throws -> [Int64] {
        guard let key = input.string("idempotencyKey") else { return try await transaction(body) }
        let claim: [Parameter] = [.text(key), .text(mutation), .bytes(input.digest.bytes)]
        return try await transaction { connection in
            guard try await connection.query(IdempotencyCommands.claim, claim).isEmpty else {
                let keys = try await body(connection)
                let result = "[\(keys.map { "\($0)" }.joined(separator: ","))]"
                _ = try await connection.query(IdempotencyCommands.keep, [.text(key), .text(result)])
                return keys
            }
            let found = try await connection.query(IdempotencyCommands.find, claim)
            guard found.bool(0, 0) else {
                throw UserErrors(
                    .conflict(
                        input.path("idempotencyKey"),
                        "This key was used for another call. Make a new key for each call."
                    ))
            }
            let result = try JSONReader.value(of: Array(found.text(0, 1).utf8).span)
            return result.array?.compactMap(\.int64) ?? []
        }
    }
}

extension MutationInput {
    /// Of the whole input.
    fileprivate var digest: Digest {
        var buffer = ResponseBuffer()
        buffer.append(.object(fields.object))
        return Digest(of: buffer.finish().text)
    }
}
