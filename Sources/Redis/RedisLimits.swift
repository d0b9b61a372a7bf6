/// How long Redis may take, and how much may wait for it.
package struct RedisLimits: Sendable {
    /// A command's time to be answered; on expiry its connection is dropped.
    package var command: Duration = .milliseconds(50)
    /// The time to connect and to be greeted.
    package var connect: Duration = .seconds(1)
    /// How long Redis is left alone after it was too slow.
    package var bypass: Duration = .seconds(1)
    /// Commands in flight at once; more are refused with `overloaded`.
    package var inFlight = 4096
    /// How often a subscriber's silent connection is asked whether it is still there; it has `connect` to say so.
    package var heartbeat: Duration = .seconds(2)

    package init() {}
}
