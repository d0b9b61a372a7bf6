import GraphQL

/// What clients should know about the server: the type `ServerInfo`.
package struct ServerInfo: Sendable {
    let name: String
    let version: String
    let isRegistrationOpen: Bool

    /// - Parameters:
    ///   - name: what an administrator calls it.
    ///   - isRegistrationOpen: whether anybody may make an account.
    package init(name: String = "Marquee", version: String = "", isRegistrationOpen: Bool = true) {
        self.name = name
        self.version = version
        self.isRegistrationOpen = isRegistrationOpen
    }
}

extension Resolvers<RequestContext> {
    /// A limit that is off is told as the greatest number there is.
    mutating func server(_ server: ServerInfo, limits: OperationLimits) {
        root("Query") { query in
            query.derive("server") { _, _ in Resolved([server]) }
        }
        object("ServerInfo", ServerInfo.self) { info in
            info.value("name", \.name)
            info.value("version", \.version)
            info.value("registration") { $0.isRegistrationOpen ? "OPEN" : "CLOSED" }
            info.value("maxQueryCost") { _ in limits.cost ?? Int(Int32.max) }
            info.value("maxQueryDepth") { _ in limits.depth ?? Int(Int32.max) }
            info.value("maxPageSize") { _ in PageWindow.mostItems }
            info.deriveValues("languages") { servers, _ in Resolved(lists: servers.map { _ in ["en"] }) }
        }
    }
}
