private import GraphQL

/// An operation that took long, and the statements it waited for.
package struct SlowOperation: Sendable {
    private let report: RequestReport
    private let statements: [StatementTime]

    /// `statements` in the order in which they were begun.
    package init(report: RequestReport, statements: [StatementTime]) {
        self.report = report
        self.statements = statements
    }
}

/// A request's part in one SQL statement.
package struct StatementTime: Sendable {
    let name: String
    /// What the request asked for; others may have asked for more in the same statement.
    let keys: Int
    /// How long the request waited; nil when it did not learn the end.
    let duration: Duration?

    package init(name: String, keys: Int, duration: Duration?) {
        self.name = name
        self.keys = keys
        self.duration = duration
    }
}

extension SlowOperation {
    /// The statements of one name together.
    private struct Total {
        let name: String
        var count = 0
        var keys = 0
        var duration: Duration = .zero
    }

    /// One line of the log.
    func append(to lines: inout [UInt8], at clock: inout LogClock) {
        lines += "{\"time\":\"".utf8
        clock.append(to: &lines)
        lines +=
            "\",\"level\":\"warning\",\"message\":\"slow operation\",\"trace\":\"\(report.traceID)\",\"operation\":"
            .utf8
        if let name = report.operationName { appendJSONString(name, to: &lines) } else { lines += "null".utf8 }
        lines += ",\"errors\":\(report.errorCount),\"microseconds\":\(Int(report.duration / .microseconds(1)))".utf8
        lines += ",\"statements\":[".utf8
        for (place, total) in totals.enumerated() {
            lines += place == 0 ? "{\"name\":".utf8 : ",{\"name\":".utf8
            appendJSONString(total.name, to: &lines)
            let microseconds = Int(total.duration / .microseconds(1))
            lines += ",\"count\":\(total.count),\"keys\":\(total.keys),\"microseconds\":\(microseconds)}".utf8
        }
        lines += "]}\n".utf8
    }

    /// By name, those that took longest first.
    private var totals: [Total] {
        var totals: [String: Total] = [:]
        for statement in statements {
            totals[statement.name, default: Total(name: statement.name)].count += 1
            totals[statement.name]?.keys += statement.keys
            totals[statement.name]?.duration += statement.duration ?? .zero
        }
        return totals.values.sorted { ($1.duration, $0.name) < ($0.duration, $1.name) }
    }
}
