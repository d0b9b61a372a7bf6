/// How many connections one loop's pool holds, and when it says no rather than let a queue grow.
package struct PoolLimits: Sendable {
    /// Connections that many statements share.
    package var sharedConnections = 2
    /// Connections that are given to one caller at a time. Without any, what may be slow is sent on shared ones, and
    /// nothing can be leased.
    package var leasedConnections = 2
    /// Statements in flight on one shared connection.
    package var pipelineDepth = 64
    /// Statements that wait for room on a shared connection; beyond it they fail with `.overloaded`.
    package var maximumWaiting = 1000
    /// Callers who wait for a leased connection, and how long they may; beyond it they fail with `.overloaded`.
    package var maximumLeaseWaiting = 100
    package var leasePatience: Duration = .seconds(2)
    /// How long asking the server to cancel a statement may take; beyond it the connection is given up.
    package var cancelPatience: Duration = .seconds(2)
    /// How long statements wait for a connection while none is up; afterwards they fail at once with `.unavailable`.
    package var patience: Duration = .seconds(1)
    /// How long after `statement_timeout` an answer may still come; later the server counts as gone, though its
    /// connection says nothing.
    package var silence: Duration = .seconds(5)

    package init() {}
}
