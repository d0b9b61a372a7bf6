import Testing

@testable import Authentication

@Suite struct KeyScheduleTests {
    private let schedule = KeySchedule(rotation: 1000, lead: 100, retention: 300)

    @Test func `the first key is made at once and signs at once`() {
        #expect(schedule.needsKey([], now: 5))
        #expect(!schedule.needsKey([5], now: 5))
        #expect(schedule.signing([5], now: 5) == 0)
    }

    @Test func `the next key is made in time, published, then signs`() {
        #expect(!schedule.needsKey([0], now: 999))
        #expect(schedule.needsKey([0], now: 1000))
        #expect(schedule.signing([0, 1000], now: 1099) == 0)
        #expect(schedule.signing([0, 1000], now: 1100) == 1)
    }

    @Test func `an old key verifies for a while after the next began to sign`() {
        #expect(schedule.outdated([], now: 0) == 0)
        #expect(schedule.outdated([0, 1000], now: 1399) == 0)
        #expect(schedule.outdated([0, 1000], now: 1400) == 1)
        #expect(schedule.outdated([0, 1000, 2000], now: 2050) == 1)
        #expect(schedule.outdated([0, 1000, 2000], now: 2400) == 2)
    }
}
