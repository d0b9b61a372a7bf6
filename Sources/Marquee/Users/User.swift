import GraphQL
import PostgreSQL

/// A row of `users`: an account as others see it.
package typealias User = Record<UserColumn>

package enum UserColumn: Int, EntityColumn {
    case id, username, displayName, bio, avatarUrl, website, createdAt, privacy

    package var expression: String {
        switch self {
        case .displayName: "coalesce(t.display_name, t.username::text)"
        default: ownColumn
        }
    }
}

enum UserStatements {
    static let byID = Template<UserColumn>(
        "users_by_id", "select {columns} from users t where t.id = any ($1::bigint[])")

    static let byName = Template<UserColumn>(
        "user_by_name",
        """
        select k.key, {columns} from unnest($1::bigint[]) k (key) cross join users t where t.username = $2::text::citext
        """)
}

extension Resolvers<RequestContext> {
    mutating func users(_ schema: Schema) {
        object("User", User.self) { user in
            user.columns(of: "User", in: schema)
            user.globalID(.user, UserColumn.id)
            for (name, column) in [("bio", UserColumn.bio), ("website", .website)] {
                user.deriveValues(name, needs: User.activityNeeds | column.bit) { users, call in
                    Resolved(users.map { call.context.maySeeAll(of: $0) ? $0.optionalText(column) : nil })
                }
            }
            user.derive("avatar", needs: User.activityNeeds | UserColumn.avatarUrl.bit) { users, call in
                Resolved(
                    users.map { user -> Image? in
                        guard call.context.maySeeAll(of: user) else { return nil }
                        return user.optionalText(.avatarUrl).map {
                            Image(.profile, of: GlobalID(.user, user.int(.id)), stored: $0)
                        }
                    })
            }
        }
        root("Query") { query in
            query.load("user") { _, call in
                guard let name = call.arguments.string("username"), AccountRules.isUsername(name) else {
                    return Resolved([User?.none])
                }
                return Resolved(
                    try await call.context.one(UserStatements.byName, [0], needs: call.needs, [.text(name)]))
            }
        }
    }
}

extension User {
    /// What `maySeeAll` reads.
    static let activityNeeds = AttributeSet(UserColumn.id, .privacy)
}

extension RequestContext {
    /// Whether the caller may see more of an account than its names: if it is public or the caller's own. Wherever a
    /// resolver answers with a user, the user's own fields ask this.
    func maySeeAll(of user: User) -> Bool {
        user.optionalText(.privacy) == "public" || user.int(.id) == caller.viewer?.id
    }
}
