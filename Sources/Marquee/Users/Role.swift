import GraphQL

/// What an account may do; each role includes the ones before it. Named as PostgreSQL spells it.
package enum Role: String, CaseIterable, Comparable, Sendable {
    case user, moderator, admin

    package static func < (left: Role, right: Role) -> Bool { left.place < right.place }

    private var place: Int {
        switch self {
        case .user: 0
        case .moderator: 1
        case .admin: 2
        }
    }
}

extension AccessPolicy where Context == RequestContext {
    /// `@auth(requires:signedIn:)`.
    static var roles: AccessPolicy {
        AccessPolicy(directive: "auth") { directive, coordinate, context in
            let required = directive.arguments["requires"]?.string.flatMap { Role(rawValue: $0.lowercased()) } ?? .admin
            guard let viewer = context.caller.viewer else {
                return GraphQLError(
                    "\(coordinate) is for those who are signed in. Send an access token in the header "
                        + "\"Authorization: Bearer …\"; the mutation login gives one.",
                    extensions: [.code(.unauthenticated)])
            }
            guard viewer.role >= required else {
                return GraphQLError(
                    "\(coordinate) needs the role \(required.rawValue.uppercased()); yours is "
                        + "\(viewer.role.rawValue.uppercased()).",
                    extensions: [.code(.forbidden)])
            }
            if directive.arguments["signedIn"] == .boolean(true), viewer.session == nil {
                return GraphQLError(
                    "\(coordinate) is not for API keys: sign in with a password.", extensions: [.code(.forbidden)])
            }
            return nil
        }
    }
}
