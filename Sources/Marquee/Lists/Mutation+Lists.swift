import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func listMutations(_ schema: Schema) {
        mutation("createList", in: schema, { try await $1.context.createList($0) }) { payload in
            payload.list { $0 }
        }
        mutation("updateList", in: schema, { try await $1.context.updateList($0) }) { payload in
            payload.list { $0 }
        }
        mutation("deleteList", in: schema, { try await $1.context.deleteList($0) }) { payload in
            payload.given("deletedId") { (id: GlobalID) in "\(id)" }
        }
    }
}

extension ObjectBinder where Context == RequestContext {
    /// `list` of a payload, as it is now.
    mutating func list<Value>(of id: @escaping @Sendable (Value) -> GlobalID) where Parent == Payload<Value> {
        load("list") { payloads, call in
            Resolved(try await call.context.lists(payloads.map { $0.value.map(id) }, needs: call.needs))
        }
    }
}

/// How much an account may keep.
enum ListLimits {
    static let lists: Int64 = 1_000
    /// Of one list.
    static let entries: Int64 = 20_000
}

extension RequestContext {
    fileprivate func createList(_ input: MutationInput) async throws -> GlobalID {
        try input.checkName()
        let entries = try NewListEntries(input)
        let values: [Parameter] = [
            .text(input.string("name")), .text(input.string("description")), .text(input.enumName("privacy")),
            .bool(input.boolean("ranked") ?? false), .int(ListLimits.lists),
        ]
        let made = try await refusing(entries.refusals) {
            try await once("createList", input) { connection in
                // Lists of an account are made one after the other, so that their slugs and their number hold.
                _ = try await connection.query(ListCommands.lockAccount)
                let made = try await connection.query(ListCommands.make, values)
                guard !made.isEmpty else {
                    throw UserErrors(
                        .access(
                            .limitReached, [], "An account has at most \(ListLimits.lists) lists. Delete one first."))
                }
                let list = made.int(0, 0)
                _ = try await add(entries, to: GlobalID(.list, list), at: .last, on: connection)
                return [list]
            }
        }
        return GlobalID(.list, made[0])
    }

    fileprivate func updateList(_ input: MutationInput) async throws -> GlobalID {
        let list = try input.customList("listId", of: signedIn())
        if input.isGiven("name") { try input.checkName() }
        for name in ["privacy", "ranked"] where input.fields.object[name] == .null {
            throw input.invalid(name, "A list has a value always: null is none.")
        }
        let values: [Parameter] = [
            .int(list.key), .text(input.string("name")), .bool(input.isGiven("description")),
            .text(input.string("description")), .text(input.enumName("privacy")), .bool(input.boolean("ranked")),
        ]
        try await refusing(["list_entries_private_subject": .privateSubject(input.path("privacy"))]) {
            try await transaction { connection in
                _ = try await connection.query(ListCommands.lockAccount)
                guard !(try await connection.query(ListCommands.change, values).isEmpty) else {
                    throw input.notFound("listId")
                }
            }
        }
        tell([ListNews(.listUpdated)], of: list)
        return list
    }

    fileprivate func deleteList(_ input: MutationInput) async throws -> GlobalID {
        let list = try input.customList("listId", of: signedIn())
        guard !(try await write(ListCommands.delete, [.int(list.key)]).isEmpty) else { throw input.notFound("listId") }
        tell([ListNews(.listDeleted)], of: list)
        return list
    }
}

extension UserError {
    /// A title that only its owner sees, in a list that others see.
    static func privateSubject(_ path: [String]) -> UserError {
        .access(
            .invalidState, path, "A list that others may see holds no title that is yours alone. Make it private first."
        )
    }
}

extension MutationInput {
    fileprivate func checkName() throws(UserErrors) {
        if let objection = ShownName.objection(to: string("name") ?? "") { throw invalid("name", objection) }
    }

    /// The ID of a list that can be changed as a whole.
    fileprivate func customList(_ name: String, of viewer: Viewer) throws(UserErrors) -> GlobalID {
        let id = try list(name, of: viewer)
        guard id.kind == .list else {
            throw UserErrors(
                .access(
                    .invalidState, path(name),
                    "Every account has this list: it stays as it is, only its entries change."))
        }
        return id
    }
}
