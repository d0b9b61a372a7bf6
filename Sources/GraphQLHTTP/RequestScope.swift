package import GraphQL

/// What the transport knows of a request before it runs.
package struct RequestScope: Sendable {
    package let traceID: TraceID
    package let startedAt: ContinuousClock.Instant
    /// The task is cancelled then.
    package let deadline: ContinuousClock.Instant
    /// Whether the client asks what its operation costs, by the header `GraphQL-Cost: report`.
    package var reportsCost = false
    /// What a WebSocket's client sent to introduce itself (`connection_init`): an object, or null.
    package var connectionParameters = JSONValue.null
}
