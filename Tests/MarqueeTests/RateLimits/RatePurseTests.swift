import Testing

@testable import Marquee

@Suite struct RatePurseTests {
    private let start = ContinuousClock.now

    @Test func `an empty purse pays nothing but what is free`() {
        var purse = RatePurse(at: start)
        #expect(purse.spend(1, at: start) == false)
        #expect(purse.spend(0, at: start) == true)
        #expect(purse.missing(for: 7) == 7)
    }

    @Test func `leases of a window add up, and one of the next begins anew`() {
        var purse = RatePurse(at: start)
        purse.add(RateLease(granted: 5, room: 20, remaining: 1000), at: start)
        #expect(purse.spend(3, at: start) == true)
        #expect(purse.spend(3, at: start) == false)
        #expect(purse.missing(for: 3) == 1)
        purse.add(RateLease(granted: 5, room: 15, remaining: 900), at: start + .milliseconds(100))
        #expect(purse.left == 7 && purse.room == 15)
        let later = start + .milliseconds(1000)
        #expect(purse.spend(1, at: later) == false)
        #expect(purse.left == 0 && purse.room == 0)
        purse.add(RateLease(granted: 5, room: 20, remaining: 1000), at: later)
        #expect(purse.left == 5)
    }
}
