/// Settings of the GraphQL endpoint.
package struct GraphQLHTTPConfiguration: Sendable {
    package var statusRules = StatusRules.audit
    /// The origins whose pages may use the API, as browsers write them (`https://app.example`); `*` for all.
    package var allowedOrigins: [String] = []
    /// What the prepared operations of one loop may take, in bytes, as estimated.
    package var documentCacheSize = 16 << 20
    /// A request that runs for longer is cancelled.
    package var requestTimeout: Duration = .seconds(10)
    /// Only requests that took at least so long are reported when they have finished.
    package var reportThreshold: Duration = .zero
    /// Documents that requests may name; nil if there are none.
    package var trustedDocuments: TrustedDocuments?
    /// Nil where only the loop itself remembers what clients have sent.
    package var persistedDocuments: PersistedDocuments?
    /// How many operations a request may hold, as a JSON array; nil where arrays are refused.
    package var maximumBatch: Int?
    package var subscriptions = SubscriptionLimits()

    package init() {}
}
