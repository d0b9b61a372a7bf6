import DataLoader
import Testing

@Suite struct BatchPlanTests {
    private let start = ContinuousClock.now

    @Test func `asking twice for a movie fetches it once`() {
        var plan = BatchPlan<Int>(limit: 100)
        #expect(plan.want([603], at: start) == .schedule)
        #expect(plan.want([603, 604], at: start) == .wait)
        #expect(plan.keys == [603, 604])
    }

    @Test func `a full batch leaves at once`() {
        var plan = BatchPlan<Int>(limit: 3)
        #expect(plan.want([1, 2], at: start) == .schedule)
        #expect(plan.want([2, 3], at: start) == .fetch)
    }

    @Test func `a batch that waited too long leaves with the next who asks`() {
        var plan = BatchPlan<Int>(limit: 100)
        #expect(plan.want([1], at: start) == .schedule)
        #expect(plan.want([2], at: start + .milliseconds(2)) == .fetch)
    }
}
