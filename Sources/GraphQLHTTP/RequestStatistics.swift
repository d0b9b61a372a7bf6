package import Metrics

/// How a request ended, as metrics tell it.
package enum RequestEnding: Int, Sendable, CaseIterable {
    case complete, partial
    /// Ended by the deadline, with what had been resolved until then.
    case timeout
    /// The client left before the answer, whatever was resolved until then.
    case abandoned
    /// The operation could not begin: validation, choice of the operation, variables.
    case requestError
    case syntaxError
    /// The body is not JSON, or not the parameters of a GraphQL request.
    case badParameters
    /// HTTP itself refused it: media types, methods, origins.
    case refused

    init(_ outcome: GraphQLOutcome?, isLate: Bool, isAbandoned: Bool) {
        guard !isAbandoned else {
            self = .abandoned
            return
        }
        self =
            switch outcome {
            case .complete: .complete
            case .partial: isLate ? .timeout : .partial
            case .requestError: .requestError
            case .syntaxError: .syntaxError
            case .badParameters, .unreadable: .badParameters
            case nil: .refused
            }
    }

    /// The value of the label `outcome`.
    package var label: String {
        switch self {
        case .complete: "complete"
        case .partial: "partial"
        case .timeout: "timeout"
        case .abandoned: "abandoned"
        case .requestError: "request_error"
        case .syntaxError: "syntax_error"
        case .badParameters: "bad_parameters"
        case .refused: "refused"
        }
    }
}

/// How the requests of one operation name went.
package struct RequestStatistics: Sendable {
    private var endings = [Int](repeating: 0, count: RequestEnding.allCases.count)
    package private(set) var durations = Histogram(.durations)

    package init() {}

    package subscript(_ ending: RequestEnding) -> Int { endings[ending.rawValue] }

    package mutating func record(_ ending: RequestEnding, after duration: Duration) {
        endings[ending.rawValue] += 1
        durations.record(duration)
    }

    package static func += (left: inout RequestStatistics, right: RequestStatistics) {
        for place in left.endings.indices { left.endings[place] += right.endings[place] }
        left.durations += right.durations
    }
}
