/// What the connections of one loop have done; counted on the loop, without a lock.
final class Statistics {
    /// By the statement's number.
    private(set) var executed: [Int] = []
    var retries = 0
    var connectionsLost = 0
    var leaseWaits = 0
    var overloads = 0

    func count(_ statement: Statement) {
        while executed.count <= statement.id { executed.append(0) }
        executed[statement.id] += 1
    }
}

/// A moment's view of one loop's pool, for metrics.
package struct PoolStatistics: Sendable {
    /// How often each statement was sent, by its name.
    package let statements: [String: Int]
    /// Sent over shared connections and not answered yet.
    package let inFlight: Int
    /// Not sent yet, because every shared connection is busy or none is up.
    package let waiting: Int
    /// Leased connections that are given out.
    package let leased: Int
    /// Callers who wait for one now, and how many have had to wait since the start.
    package let leaseWaiting: Int
    package let leaseWaits: Int
    package let connectionsUp: Int
    package let connectionsWanted: Int
    /// Connections that ended by themselves, statements that were sent again, statements refused for want of room.
    package let connectionsLost: Int
    package let retries: Int
    package let overloads: Int
}
