import Testing

@testable import Marquee

@Suite struct WindowTableTests {
    private let key = RateKey(name: "k", limit: 3, window: 1000)
    private let other = RateKey(name: "o", limit: 1, window: 500)

    @Test func `attempts are counted until the window ends`() {
        var table = WindowTable()
        for _ in 0..<3 { #expect(table.attempt([key], now: 100) == 0) }
        #expect(table.attempt([key], now: 200) == 900)
        #expect(table.attempt([key], now: 1099) == 1)
        #expect(table.attempt([key], now: 1100) == 0)
    }

    @Test func `an attempt counts under all its keys, or under none`() {
        var table = WindowTable()
        #expect(table.attempt([key, other], now: 0) == 0)
        #expect(table.attempt([key, other], now: 0) == 500)
        #expect(table.attempt([key], now: 0) == 0)
        #expect(table.attempt([key], now: 0) == 0)
        #expect(table.attempt([key, other], now: 0) == 1000)
        table.clear(key)
        #expect(table.attempt([key], now: 0) == 0)
    }

    @Test func `a lease gives what is wanted, then what is left, then nothing`() {
        var table = WindowTable()
        #expect(table.lease(key, least: 1, wanted: 2, now: 0) == RateLease(granted: 2, room: 1, remaining: 1000))
        #expect(table.lease(key, least: 1, wanted: 2, now: 400) == RateLease(granted: 1, room: 0, remaining: 600))
        #expect(table.lease(key, least: 1, wanted: 2, now: 400) == RateLease(granted: 0, room: 0, remaining: 600))
        #expect(table.lease(key, least: 1, wanted: 2, now: 1000) == RateLease(granted: 2, room: 1, remaining: 1000))
        #expect(table.lease(key, least: 4, wanted: 4, now: 2000) == RateLease(granted: 0, room: 3, remaining: 1000))
    }

    @Test func `keys beyond the capacity make room for others`() {
        var table = WindowTable(capacity: 2)
        for name in ["a", "b", "c"] {
            #expect(table.attempt([RateKey(name: name, limit: 1, window: 1000)], now: 0) == 0)
        }
        #expect(table.attempt([RateKey(name: "c", limit: 1, window: 1000)], now: 0) == 1000)
    }
}
