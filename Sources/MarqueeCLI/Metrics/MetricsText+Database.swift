internal import Metrics
internal import PostgreSQL

extension MetricsText {
    /// PostgreSQL: statements, the two lanes, connections.
    mutating func addDatabase(_ loops: [LoopReadings]) {
        addStatements(loops)
        addLanes(loops)
        addConnections(loops)
    }

    private mutating func addStatements(_ loops: [LoopReadings]) {
        var statements: [String: StatementStatistics] = [:]
        for loop in loops {
            for (name, more) in loop.pool.statements { statements[name, default: StatementStatistics()] += more }
        }
        let sorted = statements.sorted { $0.key < $1.key }
        begin(.counter, "marquee_sql_statements_total", "Statements sent to PostgreSQL.")
        for (name, statement) in sorted { add(statement.sent, ["statement": name]) }
        begin(.counter, "marquee_sql_errors_total", "Statements PostgreSQL refused.")
        for (name, statement) in sorted { add(statement.errors, ["statement": name]) }
        begin(
            .histogram, "marquee_sql_statement_duration_seconds",
            "From when PostgreSQL could begin with a statement to its answer.")
        for (name, statement) in sorted where statement.durations.count > 0 {
            add(statement.durations, ["statement": name])
        }
        add(
            .counter, "marquee_sql_retries_total", "Statements sent again after their connection was lost.",
            loops.sum { $0.pool.retries })
    }

    private mutating func addLanes(_ loops: [LoopReadings]) {
        begin(
            .gauge, "marquee_sql_in_flight",
            "Statements sent and not answered (shared), connections given out (leased).")
        add(loops.sum { $0.pool.inFlight }, ["lane": "shared"])
        add(loops.sum { $0.pool.leased }, ["lane": "leased"])
        begin(.gauge, "marquee_sql_waiting", "Who waits for room on a shared connection or for a leased one.")
        add(loops.sum { $0.pool.waiting }, ["lane": "shared"])
        add(loops.sum { $0.pool.leaseWaiting }, ["lane": "leased"])
        begin(.histogram, "marquee_sql_wait_seconds", "How long those waited who were served in the end.")
        add(loops.sum(.durations) { $0.pool.sharedWaits }, ["lane": "shared"])
        add(loops.sum(.durations) { $0.pool.leaseWaitTimes }, ["lane": "leased"])
        begin(.counter, "marquee_sql_wait_timeouts_total", "Who waited too long and gave up.")
        add(loops.sum { $0.pool.sharedTimeouts }, ["lane": "shared"])
        add(loops.sum { $0.pool.leaseTimeouts }, ["lane": "leased"])
        add(
            .counter, "marquee_sql_overloads_total", "Refused at once, because too many waited already.",
            loops.sum { $0.pool.overloads })
    }

    private mutating func addConnections(_ loops: [LoopReadings]) {
        add(
            .gauge, "marquee_sql_connections", "Connections to PostgreSQL that are open.",
            loops.sum { $0.pool.connectionsUp })
        add(
            .gauge, "marquee_sql_connections_wanted", "Connections the pools keep open when all is well.",
            loops.sum { $0.pool.connectionsWanted })
        add(
            .counter, "marquee_sql_connections_opened_total", "Connections opened, first ones and replacements.",
            loops.sum { $0.pool.connectionsOpened })
        add(
            .counter, "marquee_sql_connections_lost_total", "Connections that ended by themselves.",
            loops.sum { $0.pool.connectionsLost })
        add(
            .counter, "marquee_sql_connection_failures_total", "Attempts to connect that failed.",
            loops.sum { $0.pool.failuresToConnect })
    }
}
