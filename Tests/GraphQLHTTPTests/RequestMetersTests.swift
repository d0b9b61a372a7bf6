import EventLoop
import Metrics
import TestSupport
import Testing

@testable import GraphQLHTTP

@Suite struct RequestMetersTests {
    /// Runs `body` on a loop with meters of its own.
    private func withMeters(_ body: @escaping @Sendable (inout RequestMeters) -> Void) async throws {
        let group = try EventLoopGroup(count: 1)
        try group.start()
        try await run(on: group.loops[0]) {
            var meters = RequestMeters(loop: group.loops[0])
            body(&meters)
        }
        group.stop()
        group.join()
    }

    @Test func `requests are counted by their operation's name`() async throws {
        try await withMeters { meters in
            for name in ["Home", nil, "Home", "Search"] {
                meters.meter(ofOperation: name).withValue { $0.record(.complete, after: .milliseconds(1)) }
            }
            meters.meter(ofOperation: "Home").withValue { $0.record(.timeout, after: .seconds(1)) }
            #expect(meters.statistics["Home"]?[.complete] == 2)
            #expect(meters.statistics["Home"]?[.timeout] == 1)
            #expect(meters.statistics["Home"]?.durations.count == 3)
            #expect(meters.statistics["anonymous"]?[.complete] == 1)
            #expect(meters.statistics["Search"]?[.complete] == 1)
        }
    }

    @Test func `a flood of names ends in one`() async throws {
        try await withMeters { meters in
            for number in 0..<10_000 {
                meters.meter(ofOperation: "Name\(number)").withValue { $0.record(.complete, after: .zero) }
            }
            let long = String(repeating: "x", count: RequestMeters.longestName + 1)
            meters.meter(ofOperation: long).withValue { $0.record(.complete, after: .zero) }
            let statistics = meters.statistics
            #expect(statistics.count == RequestMeters.mostNames)
            #expect(statistics.values.reduce(0) { $0 + $1[.complete] } == 10_001)
            #expect(statistics["other"]?[.complete] == 10_001 - (RequestMeters.mostNames - 3))
        }
    }

    @Test func `an operation cannot take a name that has a meaning twice`() async throws {
        try await withMeters { meters in
            #expect(meters.meter(ofOperation: "anonymous") === meters.meter(ofOperation: nil))
            #expect(meters.meter(ofOperation: "none") === meters.none)
        }
    }

    private static let endings: [(GraphQLOutcome?, isLate: Bool, RequestEnding)] = [
        (.complete, false, .complete), (.complete, true, .complete), (.partial, false, .partial),
        (.partial, true, .timeout), (.requestError, true, .requestError), (.syntaxError, false, .syntaxError),
        (.badParameters, false, .badParameters), (.unreadable, false, .badParameters), (nil, false, .refused),
    ]

    @Test(arguments: endings)
    func `the outcome decides about the ending`(outcome: GraphQLOutcome?, isLate: Bool, ending: RequestEnding) {
        #expect(RequestEnding(outcome, isLate: isLate, isAbandoned: false) == ending)
        #expect(RequestEnding(outcome, isLate: isLate, isAbandoned: true) == .abandoned)
    }
}
