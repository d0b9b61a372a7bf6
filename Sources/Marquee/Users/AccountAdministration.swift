import Authentication
package import PostgreSQL

/// What an operator does to accounts from the command line, as the owner of the database, whom no policy binds.
package struct AccountAdministration {
    /// Why an account cannot be made or found.
    package enum Problem: Error, Equatable, CustomStringConvertible {
        case badUsername(String)
        case badEmail(String)
        case badPassword(String)
        case taken(String)
        case unknown(String)
        case lastAdministrator(String)

        package var description: String {
            switch self {
            case .badUsername(let name):
                "\"\(name)\" is no user name: expected 3 to 32 letters A to Z, digits, dots, dashes and underscores"
            case .badEmail(let address): "\"\(address)\" is no e-mail address"
            case .badPassword(let objection): "\(objection) Expected 8 to 256 characters that nobody guesses"
            case .taken(let what): "there is an account with the \(what) already"
            case .unknown(let name): "there is no account \"\(name)\"; `marquee user list` names all"
            case .lastAdministrator(let name):
                "\"\(name)\" is the only administrator; make another one first: `marquee user set-role NAME admin`"
            }
        }
    }

    /// An account as an operator sees it.
    package struct Entry: Sendable {
        package let username: String
        package let email: String
        package let role: Role
        package let createdAt: String
        package let sessions: Int64
    }

    private let connection: OwnerConnection
    private let cost: Int

    /// - Parameter scryptCost: N is 2 to the power of this.
    package init(on connection: OwnerConnection, scryptCost: Int) {
        self.connection = connection
        cost = scryptCost
    }

    /// Makes an account; slow, as passwords are to be hashed.
    package func create(username: String, email: String, password: String, role: Role = .user) throws {
        guard AccountRules.isUsername(username) else { throw Problem.badUsername(username) }
        guard AccountRules.isEmail(email) else { throw Problem.badEmail(email) }
        let hash = try hash(of: password, username: username, email: email)
        do {
            try connection.transaction {
                let made = try connection.query(
                    "select make_account($1::text::citext, $2::text::citext, $3)",
                    [.text(username), .text(email.lowercased()), .text(hash)])
                guard role != .user else { return }
                try connection.query(
                    "update accounts set role = $1::text::user_role where user_id = $2",
                    [.text(role.rawValue), .int(made.int(0, 0))])
            }
        } catch let error as PostgreSQLError {
            switch error.constraint {
            case "users_username_key": throw Problem.taken("name \"\(username)\"")
            case "accounts_email_key": throw Problem.taken("address \"\(email)\"")
            default: throw error
            }
        }
    }

    /// All accounts, oldest first.
    package func list() throws -> [Entry] {
        let rows = try connection.query(
            """
            select u.username, a.email, a.role, to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD'),
                   (select count(distinct family_id) from refresh_tokens t
                     where t.user_id = u.id and revoked_at is null and replaced_by is null and expires_at > now())
              from users u join accounts a on a.user_id = u.id order by u.id
            """)
        return (0..<rows.count).map { row in
            Entry(
                username: rows.text(row, 0), email: rows.text(row, 1), role: Role(rawValue: rows.text(row, 2)) ?? .user,
                createdAt: rows.text(row, 3), sessions: rows.int(row, 4))
        }
    }

    /// Gives a role, which voids the account's access tokens. The last administrator stays one.
    package func setRole(of name: String, to role: Role) throws {
        do {
            try change(
                "update accounts a set role = $2::text::user_role, updated_at = now()", name, [.text(role.rawValue)])
        } catch let error as PostgreSQLError where error.constraint == "accounts_last_administrator" {
            throw Problem.lastAdministrator(name)
        }
    }

    /// Sets a password and ends all sessions.
    package func resetPassword(of name: String, to password: String) throws {
        let found = try connection.query(
            "select a.email from accounts a join users u on u.id = a.user_id where u.username = $1::text::citext",
            [.text(name)])
        let hash = try hash(of: password, username: name, email: found.isEmpty ? "" : found.text(0, 0))
        try connection.transaction {
            try change(
                "update accounts a set password_hash = $2, token_epoch = token_epoch + 1, updated_at = now()", name,
                [.text(hash)])
            try connection.query(
                """
                update refresh_tokens t set revoked_at = now() from users u
                 where t.user_id = u.id and u.username = $1::text::citext and t.revoked_at is null
                """, [.text(name)])
        }
    }

    /// Whether a password is an account's; slow.
    package func isPassword(_ password: String, of name: String) throws -> Bool {
        let rows = try connection.query(
            "select password_hash from accounts a join users u on u.id = a.user_id where u.username = $1::text::citext",
            [.text(name)])
        return !rows.isEmpty && PasswordHash(rows.text(0, 0))?.matches(password) == true
    }

    private func change(_ update: String, _ name: String, _ parameters: [Parameter]) throws {
        let rows = try connection.query(
            update + " from users u where u.id = a.user_id and u.username = $1::text::citext",
            [.text(name)] + parameters)
        guard rows.affected == 1 else { throw Problem.unknown(name) }
    }

    private func hash(of password: String, username: String, email: String) throws(Problem) -> String {
        guard !password.utf8.contains(0) else { throw .badPassword("The password has a NUL character in it.") }
        guard 8...256 ~= password.unicodeScalars.count else {
            throw .badPassword("The password has \(password.unicodeScalars.count) characters.")
        }
        if let objection = AccountRules.objection(to: password, username: username, email: email) {
            throw .badPassword(objection)
        }
        return "\(PasswordHash(of: password, cost: ScryptCost(log2N: cost)))"
    }
}
