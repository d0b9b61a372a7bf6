package import HTTPServer
package import PostgreSQL

/// An account that asks, as its credential has proven.
package struct Viewer: Hashable, Sendable {
    /// By what the account is known.
    package enum Credential: Hashable, Sendable {
        /// An access token of a session, by the session's UUID.
        case session(String)
        /// An API key; whether it may change anything.
        case apiKey(canWrite: Bool)
    }

    package let id: Int64
    package let role: Role
    package let credential: Credential
    /// When the credential ends; nil for never.
    let expiresAt: Moment?

    /// What row-level security sees.
    package var scope: ViewerScope { ViewerScope(userID: id, role: role.rawValue) }

    /// The UUID of the session; nil for API keys.
    var session: String? { if case .session(let id) = credential { id } else { nil } }

    /// How long the credential will count; nil for as long as its owner wants.
    package var lifetime: Duration? { expiresAt.map { .seconds(max(0, $0.seconds - Moment.now.seconds)) } }

    /// Whether it may run mutations.
    package var canWrite: Bool { credential != .apiKey(canWrite: false) }
}

/// Who sends a request, and from where.
package struct Caller: Sendable {
    /// Nil for nobody in particular.
    package let viewer: Viewer?
    let client: ClientAddress
    let userAgent: String?

    /// Empty where there is none, as on a unix socket.
    var address: String { client.text }
    /// What is counted for who has no account.
    var network: String { client.network }

    package init(viewer: Viewer? = nil, client: ClientAddress = .none, userAgent: String? = nil) {
        self.viewer = viewer
        self.client = client
        self.userAgent = userAgent
    }
}
