import GraphQL

/// A session: a family of refresh tokens, read from its newest. As the viewer only.
typealias Session = Record<SessionColumn>

enum SessionColumn: Int, EntityColumn {
    case key, owner, family, userAgent, address, createdAt, lastUsedAt, expiresAt

    var expression: String {
        switch self {
        case .key: "session_key(t.family_id)"
        case .owner: "t.user_id"
        case .family: "t.family_id"
        case .userAgent: "coalesce(t.device, t.user_agent)"
        case .createdAt: "t.started_at"
        case .lastUsedAt: "t.created_at"
        default: ownColumn
        }
    }
}

enum SessionStatements {
    /// The sessions that live, one row each. A family whose last token was used has a younger one.
    private static let living = """
        (select distinct on (user_id, family_id) * from refresh_tokens
          where user_id = viewer_id() and revoked_at is null and expires_at > now() order by user_id, family_id, id desc)
        """

    static let ofViewer = Template<SessionColumn>(
        "sessions_of_viewer",
        """
        select t.user_id, {columns} from \(living) t
         where t.user_id = any ($1::bigint[]) order by t.user_id, t.created_at desc, t.id
        """)

    static let byKey = Template<SessionColumn>(
        "sessions_by_key",
        """
        select session_key(t.family_id), {columns} from \(living) t where session_key(t.family_id) = any ($1::bigint[])
        """)
}

extension Resolvers<RequestContext> {
    mutating func sessions(_ schema: Schema) {
        object("Session", Session.self) { session in
            session.columns(of: "Session", in: schema)
            session.ownID(.session, owner: SessionColumn.owner, key: .key)
            session.deriveValues("current", needs: AttributeSet(SessionColumn.family)) { sessions, call in
                let current = call.context.caller.viewer?.session
                return Resolved(sessions.map { $0.optionalText(.family) == current })
            }
        }
        object("Viewer", Viewer.self) { viewer in
            viewer.load("sessions") { viewers, call in
                try await call.context.many(
                    SessionStatements.ofViewer, viewers.map(\.id), needs: call.needs, as: call.context.caller.viewer)
            }
        }
    }
}

extension ObjectBinder where Context == RequestContext {
    /// Binds `id` of what belongs to a viewer: the letter-code, the owner and the key.
    mutating func ownID<Column>(_ kind: NodeKind, owner: Column, key: Column) where Parent == Record<Column> {
        write("id", needs: AttributeSet(owner, key)) { record, buffer in
            buffer.appendString("\(GlobalID(kind, owner: record.int(owner), record.int(key)))")
        }
    }
}
