import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func roleMutations(_ schema: Schema) {
        mutation("setUserRole", in: schema, { try await $1.context.setUserRole($0) }) { payload in
            payload.entity("user", UserStatements.byID, key: \.account)
            payload.given("role") { $0.role.rawValue.uppercased() }
        }
    }
}

private struct ChangedRole {
    let account: Int64
    let role: Role
}

extension RequestContext {
    fileprivate func setUserRole(_ input: MutationInput) async throws -> ChangedRole {
        let id = try input.id("userId", of: .user)
        guard let role = input.enumName("role").flatMap(Role.init) else {
            throw input.invalid("role", "There is no such role.")
        }
        let isFound = try await refusing(UserError.lastAdministrator(at: input.path("role"))) {
            // False for who is no administrator any more, too.
            try await write(AccountCommands.setRole, [.int(id.key), .text(role.rawValue)]).bool(0, 0)
        }
        guard isFound else { throw input.notFound("userId") }
        return ChangedRole(account: id.key, role: role)
    }
}

extension UserError {
    /// For `refusing`: the database keeps the last account with the role `ADMIN` from losing it.
    static func lastAdministrator(at path: [String]) -> [String: UserError] {
        [
            "accounts_last_administrator": .access(
                .invalidState, path,
                "This is the only administrator. Give another account the role ADMIN first.")
        ]
    }
}
