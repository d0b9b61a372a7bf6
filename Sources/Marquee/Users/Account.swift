import GraphQL

/// A row of `accounts`: what nobody but its owner sees. Read as the viewer.
typealias Account = Record<AccountColumn>

enum AccountColumn: Int, EntityColumn {
    case id, email, privacy, languages, timeZone, spoilers, includeAdult

    var expression: String {
        switch self {
        case .id: "t.user_id"
        case .privacy: "(select u.privacy from users u where u.id = t.user_id)"
        default: ownColumn
        }
    }
}

enum AccountStatements {
    static let byID = Template<AccountColumn>(
        "accounts_by_id", "select t.user_id, {columns} from accounts t where t.user_id = any ($1::bigint[])")

    static let favoriteGenres = Template<GenreColumn>(
        "favorite_genres",
        """
        select f.user_id, {columns} from favorite_genres f join genres t on t.id = f.genre_id
         where f.user_id = any ($1::bigint[]) order by f.user_id, f.ordinal, t.id
        """)
}

extension Resolvers<RequestContext> {
    /// `Query.viewer` and what belongs to an account.
    mutating func viewers(_ schema: Schema) {
        root("Query") { query in
            query.derive("viewer") { _, call in Resolved([call.context.caller.viewer]) }
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.value("role") { $0.role.rawValue.uppercased() }
            viewer.load("user") { viewers, call in
                Resolved(try await call.context.one(UserStatements.byID, viewers.map(\.id), needs: call.needs))
            }
            viewer.loadValues("email") { viewers, call in
                let accounts = try await call.context.accounts(of: viewers, needs: AttributeSet(AccountColumn.email))
                return Resolved(accounts.map { $0?.optionalText(.email) })
            }
            viewer.load("settings") { viewers, call in
                Resolved(try await call.context.accounts(of: viewers, needs: call.needs))
            }
        }
        object("UserSettings", Account.self) { settings in
            settings.columns(of: "UserSettings", in: schema)
            settings.load("favoriteGenres", needs: AttributeSet(AccountColumn.id)) { accounts, call in
                try await call.context.many(
                    AccountStatements.favoriteGenres, accounts.map { $0.int(.id) }, needs: call.needs,
                    as: call.context.caller.viewer)
            }
        }
        sessions(schema)
        apiKeys(schema)
    }
}

extension RequestContext {
    fileprivate func accounts(of viewers: [Viewer], needs: AttributeSet) async throws -> [Account?] {
        try await one(AccountStatements.byID, viewers.map(\.id), needs: needs, as: caller.viewer)
    }
}
