import Testing

@testable import GraphQLHTTP

@Suite struct DeadlinesTests {
    @Test func `what is past its end is named until it is removed`() {
        let start = ContinuousClock.now
        var deadlines = Deadlines<String>()
        #expect(deadlines.isEmpty)
        let first = deadlines.add("first", until: start + .seconds(1))
        let second = deadlines.add("second", until: start + .seconds(2))
        #expect(deadlines.expired(at: start).isEmpty)
        #expect(deadlines.expired(at: start + .seconds(1)) == ["first"])
        #expect(deadlines.expired(at: start + .seconds(3)) == ["first", "second"])
        deadlines.remove(first)
        #expect(deadlines.expired(at: start + .seconds(3)) == ["second"])
        #expect(deadlines.add("third", until: start) == first)
        deadlines.remove(first)
        deadlines.remove(second)
        #expect(deadlines.isEmpty)
    }
}
