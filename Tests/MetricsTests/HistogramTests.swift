import Metrics
import Testing

@Suite struct HistogramTests {
    @Test func `a value falls into the first class that holds it`() {
        var sizes = Histogram(.sizes)
        for value in [1, 2, 3, 5, 1000, 1001] { sizes.record(value) }
        #expect(sizes.counts == [1, 1, 2, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(sizes.sum == 2012)
        #expect(sizes.count == 6)
    }

    @Test func `durations are counted in nanoseconds`() {
        var durations = Histogram(.durations)
        durations.record(.microseconds(100))
        durations.record(.microseconds(100) + .nanoseconds(1))
        durations.record(.seconds(60))
        #expect(durations.counts.first == 1)
        #expect(durations.counts[1] == 1)
        #expect(durations.counts.last == 1)
        #expect(durations.sum == 60_000_200_001)
    }

    @Test func `what several loops counted adds up`() {
        var first = Histogram(.sizes)
        var second = Histogram(.sizes)
        first.record(1)
        second.record(1)
        second.record(7)
        first += second
        #expect(first.counts.prefix(4) == [2, 0, 0, 1])
        #expect(first.sum == 9)
    }
}
