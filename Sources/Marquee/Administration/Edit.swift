import GraphQL
import PostgreSQL

/// A transaction that writes titles: those of the catalogue, or those that a viewer keeps for themselves.
struct Edit: Sendable {
    let connection: LeasedConnection
    /// Whose own titles are written; nil for the catalogue, which is an administrator's to write.
    var owner: Int64?

    func query(_ statement: Statement, _ parameters: [Parameter]) async throws -> Rows {
        try await connection.query(statement, parameters)
    }

    /// Makes a row that has a slug of its own, and gives what the statement returns of it.
    ///
    /// Between the choice of a slug and the row with it another transaction may take it; then the next one is chosen.
    func insert(_ statement: Statement, _ parameters: [Parameter]) async throws -> Rows {
        for _ in 0..<Self.mostChoices {
            let made = try await query(statement, parameters)
            if !made.isEmpty { return made }
        }
        throw UserErrors(.conflict([], "Others are making objects of the same name at this moment. Try again."))
    }

    private static var mostChoices: Int { 8 }
}

/// Statements that hold a row which is about to be changed, `$1`, until the transaction ends. They tell whether it has
/// changed since `$2`; no row if there is none that may be changed.
enum EditCommands {
    static let movie = lock("titles", "t.kind = 'movie' and t.owner_id is null")
    static let show = lock("titles", "t.kind = 'show' and t.owner_id is null")
    static let season = lock("seasons", "t.owner_id is null")
    static let episode = lock("episodes", "t.owner_id is null")
    static let person = lock("people", "true")

    static func title(_ kind: NodeKind) -> Statement { kind == .movie ? movie : show }

    private static func lock(_ table: String, _ condition: String) -> Statement {
        Statement(
            "\(table)_lock",
            """
            select coalesce(t.updated_at > $2::timestamptz, false) from \(table) t
             where t.id = $1 and \(condition) for no key update
            """)
    }
}

extension Edit {
    /// Holds the row of a mutation's field `id`; refuses if there is none, or if it was changed after `ifUpdatedAt`.
    fileprivate func hold(_ id: GlobalID, _ lock: Statement, _ input: MutationInput) async throws {
        let held = try await query(lock, [.int(id.key), .text(input.string("ifUpdatedAt"))])
        if held.isEmpty { throw input.notFound("id") }
        if held.bool(0, 0) {
            throw UserErrors(
                .conflict(
                    input.path("ifUpdatedAt"),
                    "Somebody changed it in the meantime. Read it again, and repeat the change with its new `updatedAt`.",
                    existing: id))
        }
    }
}

extension RequestContext {
    /// Runs a mutation's statements in one transaction.
    func edit<Value>(owner: Int64? = nil, _ body: (Edit) async throws -> Value) async throws -> Value {
        try await explainingAccess { try await transaction { try await body(Edit(connection: $0, owner: owner)) } }
    }

    /// As `edit`, for a mutation that makes something and has an idempotency key; gives the key of what was made.
    func make(
        _ mutation: String, _ input: MutationInput, owner: Int64? = nil, _ body: (Edit) async throws -> Int64
    ) async throws -> Int64 {
        try await explainingAccess {
            try await once(mutation, input) { [try await body(Edit(connection: $0, owner: owner))] }
        }[0]
    }

    /// Holds the row that the field `id` names, and changes it unless somebody else did after `ifUpdatedAt`.
    func update(
        _ input: MutationInput, _ kind: NodeKind, _ lock: Statement, _ body: (Edit, Int64) async throws -> Void
    ) async throws -> Int64 {
        let id = try input.id("id", of: kind)
        try await edit { edit in
            try await edit.hold(id, lock, input)
            try await body(edit, id.key)
        }
        return id.key
    }

    /// The same of a season or an episode, with its show.
    func updatePart(
        _ input: MutationInput, _ kind: NodeKind, _ lock: Statement, _ body: (Edit, Int64, Int64) async throws -> Void
    ) async throws -> Int64 {
        let id = try input.id("id", of: kind)
        try await edit { edit in
            guard let show = try await edit.holdShow(of: id) else { throw input.notFound("id") }
            try await edit.hold(id, lock, input)
            try await body(edit, id.key, show)
            try await edit.refreshShow(show)
        }
        return id.key
    }

    /// Who was an administrator when the request began may be none when its statements run.
    private func explainingAccess<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let failure as PostgreSQLError where failure.state == .insufficientPrivilege {
            throw UserErrors(.access(.forbidden, [], "Only administrators change the catalogue."))
        }
    }
}

extension MutationInput {
    /// The objects of a list, each with its way; nil if it is absent or null.
    func objects(_ name: String) -> [MutationInput]? {
        fields.list(name)?.enumerated().map { index, item in
            MutationInput(item.object ?? InputObject(), way: path(name) + ["\(index)"])
        }
    }

    /// The data of a mutation: an object that the schema demands.
    func data(_ name: String) -> MutationInput { object(name) ?? MutationInput(InputObject(), way: path(name)) }
}

extension NodeKind {
    /// As mutations and types spell it: `Movie`.
    var typeName: String { "\(self)".prefix(1).uppercased() + "\(self)".dropFirst() }
}
