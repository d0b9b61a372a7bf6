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
        "users_by_id", "select t.id, {columns} from users t where t.id = any ($1::bigint[])")

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
            user.child("avatar", needs: AttributeSet(UserColumn.id, .avatarUrl)) { user in
                user.optionalText(.avatarUrl).map { Image(.profile, of: GlobalID(.user, user.int(.id)), stored: $0) }
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
