import Testing

@testable import GraphQLHTTP

@Suite struct TraceIDTests {
    @Test(arguments: ["00", "01", "fe"])
    func `a traceparent's trace is taken over`(version: String) {
        let trace = TraceID(traceparent: "\(version)-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        #expect(trace?.description == "4bf92f3577b34da6a3ce929d0e0e4736")
    }

    @Test func `a later version may carry more`() {
        let known = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        #expect(TraceID(traceparent: "cc-\(known)-more") != nil)
        #expect(TraceID(traceparent: "cc-\(known)more") == nil)
        #expect(TraceID(traceparent: "00-\(known)-more") == nil)
    }

    @Test(arguments: [
        "", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
    ])
    func `a malformed one is not`(text: String) {
        #expect(TraceID(traceparent: text) == nil)
    }

    @Test func `generated ids differ and have 32 digits`() {
        var generator = TraceIDGenerator()
        let ids = Set((0..<1000).map { _ in generator.next() })
        #expect(ids.count == 1000)
        #expect(ids.allSatisfy { $0.description.count == 32 })
        #expect(TraceID(high: 1, low: 2).description == "00000000000000010000000000000002")
    }
}
