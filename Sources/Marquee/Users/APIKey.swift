import Authentication
import GraphQL

/// A row of `api_keys`. As the viewer only.
typealias APIKey = Record<APIKeyColumn>

enum APIKeyColumn: Int, EntityColumn {
    case id, owner, name, prefix, scopes, createdAt, lastUsedAt, expiresAt

    var expression: String {
        switch self {
        case .owner: "t.user_id"
        case .scopes: "(select array_agg(upper(s::text)) from unnest(t.scopes) s)"
        default: ownColumn
        }
    }
}

enum APIKeyStatements {
    static let ofViewer = Template<APIKeyColumn>(
        "api_keys_of_viewer",
        """
        select t.user_id, {columns} from api_keys t
         where t.user_id = any ($1::bigint[]) order by t.user_id, t.created_at desc, t.id
        """)

    static let byID = Template<APIKeyColumn>(
        "api_keys_by_id",
        "select t.id, {columns} from api_keys t where t.user_id = viewer_id() and t.id = any ($1::bigint[])")
}

/// The text of an API key: `mqk_` and 43 letters, which stand for 32 random bytes.
struct APIKeySecret {
    private static let mark = "mqk_"

    let text = mark + Randomness.text(bytes: 32)

    /// For telling keys apart: the first characters.
    var prefix: String { String(text.prefix(12)) }

    /// Whether a credential says that it is a key.
    static func isOne(_ credential: String) -> Bool { credential.hasPrefix(mark) }
}

extension Resolvers<RequestContext> {
    mutating func apiKeys(_ schema: Schema) {
        object("ApiKey", APIKey.self) { key in
            key.columns(of: "ApiKey", in: schema)
            key.ownID(.apiKey, owner: APIKeyColumn.owner, key: .id)
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.load("apiKeys") { viewers, call in
                try await call.context.many(
                    APIKeyStatements.ofViewer, viewers.map(\.id), needs: call.needs, as: call.context.caller.viewer)
            }
        }
    }
}
