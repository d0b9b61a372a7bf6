/// Limits of what lasts: sockets, and event streams.
package struct SubscriptionLimits: Sendable {
    /// A socket whose client has not said `connection_init` by then is closed with 4408.
    package var initTimeout: Duration = .seconds(10)
    /// Operations that may run on one socket at a time; more are answered with an error each.
    package var operationsPerSocket = 100
    /// How often a quiet event stream shows that it lives.
    package var keepAliveInterval: Duration = .seconds(12)

    package init() {}
}
