/// What the transport knows of a request before it runs.
package struct RequestScope: Sendable {
    package let traceID: TraceID
    package let startedAt: ContinuousClock.Instant
    /// The task is cancelled then.
    package let deadline: ContinuousClock.Instant
}
