package import Metrics

/// What the connections of one loop have done; counted on the loop, without a lock.
final class Statistics {
    /// By the statement's number.
    private(set) var statements: [StatementStatistics] = []
    var retries = 0
    var sharedWaits = Histogram(.durations)
    var sharedTimeouts = 0
    var leaseWaits = 0
    var leaseWaitTimes = Histogram(.durations)
    var leaseTimeouts = 0
    var overloads = 0

    func count(_ statement: Statement) {
        while statements.count <= statement.id { statements.append(StatementStatistics()) }
        statements[statement.id].sent += 1
    }

    /// The server has answered a statement that was counted.
    func countAnswer(to statement: Statement, isError: Bool, after duration: Duration) {
        if isError { statements[statement.id].errors += 1 }
        statements[statement.id].durations.record(duration)
    }

    /// Statements of one name together: they differ in their select lists only.
    var statementsByName: [String: StatementStatistics] {
        let names = Statement.names
        var byName: [String: StatementStatistics] = [:]
        for (id, statement) in statements.enumerated() where statement.sent > 0 {
            byName[names[id], default: StatementStatistics()] += statement
        }
        return byName
    }
}

/// How a statement did.
package struct StatementStatistics: Sendable {
    /// How often it was sent, and how often the server refused it.
    package fileprivate(set) var sent = 0
    package fileprivate(set) var errors = 0
    /// From when the server could begin with it until its answer was here.
    package fileprivate(set) var durations = Histogram(.durations)

    package init() {}

    package static func += (left: inout StatementStatistics, right: StatementStatistics) {
        left.sent += right.sent
        left.errors += right.errors
        left.durations += right.durations
    }
}

/// A moment's view of one loop's pool, for metrics.
package struct PoolStatistics: Sendable {
    /// By name.
    package let statements: [String: StatementStatistics]
    /// Sent over shared connections and not answered yet.
    package let inFlight: Int
    /// Not sent yet, because every shared connection is busy or none is up.
    package let waiting: Int
    /// How long statements waited that were sent in the end, and how many gave up.
    package let sharedWaits: Histogram
    package let sharedTimeouts: Int
    /// Leased connections that are given out.
    package let leased: Int
    /// Callers who wait for one now, and how many have had to wait since the start.
    package let leaseWaiting: Int
    package let leaseWaits: Int
    /// How long those waited who got one, and how many gave up.
    package let leaseWaitTimes: Histogram
    package let leaseTimeouts: Int
    package let connectionsUp: Int
    package let connectionsWanted: Int
    /// Connections opened since the start, the first ones among them, and attempts that failed.
    package let connectionsOpened: Int
    package let failuresToConnect: Int
    /// Connections that ended by themselves, statements that were sent again, statements refused for want of room.
    package let connectionsLost: Int
    package let retries: Int
    package let overloads: Int
}
