package import PostgreSQL

/// How many connections to PostgreSQL a server of so many loops keeps open.
package struct ConnectionNeed {
    package let loops: Int
    private static let limits = PoolLimits()
    private static let perLoop = limits.sharedConnections + limits.leasedConnections
    /// One to listen to notifications, one for jobs.
    private static let besides = 2

    package init(loops: Int) { self.loops = loops }

    package var total: Int { loops * Self.perLoop + Self.besides }

    /// Refuses a database that could never admit all of them: some loops would be short of connections for ever.
    package func check(_ limit: ConnectionLimit) throws(ConnectionShortage) {
        guard limit.connections < total else { return }
        throw ConnectionShortage(
            need: self, limit: limit, fittingLoops: (limit.connections - Self.besides) / Self.perLoop)
    }
}

/// The database admits fewer connections than the loops need.
package struct ConnectionShortage: Error, CustomStringConvertible {
    let need: ConnectionNeed
    let limit: ConnectionLimit
    let fittingLoops: Int

    package var description: String {
        let remedy =
            fittingLoops > 0 ? "set MARQUEE_LOOPS to \(fittingLoops) or less, or raise that limit" : "raise that limit"
        return
            "the database admits \(limit.connections) connections at once (\(limit.origin)), but \(need.loops) loops "
            + "need \(need.total): \(remedy)"
    }
}
