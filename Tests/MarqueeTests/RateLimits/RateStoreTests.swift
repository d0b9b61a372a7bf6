import Redis
import Testing

@testable import Marquee

@Suite struct RateStoreTests {
    /// What Redis' scripts and the table say must be the same.
    @Test func `Redis counts as the table does`() async throws {
        try await RateTestBed.run { _, store in
            let (key, other) = (
                RateKey(name: "k", limit: 3, window: 60_000), RateKey(name: "o", limit: 1, window: 30_000)
            )
            #expect(await store.attempt([key, other]) == 0)
            #expect((1...30_000).contains(await store.attempt([key, other])))
            for _ in 0..<2 { #expect(await store.attempt([key]) == 0) }
            #expect((1...60_000).contains(await store.attempt([key])))
            await store.clear(key)
            #expect(await store.attempt([key]) == 0)
            let leased = RateKey(name: "l", limit: 3, window: 60_000)
            let leases = [
                await store.lease(leased, least: 1, wanted: 2), await store.lease(leased, least: 1, wanted: 2),
                await store.lease(leased, least: 1, wanted: 2),
            ]
            #expect(leases.map(\.granted) == [2, 1, 0] && leases.map(\.room) == [1, 0, 0])
            #expect(leases.allSatisfy { 1...60_000 ~= $0.remaining })
        }
    }

    @Test func `callers at once take no more than there is`() async throws {
        try await RateTestBed.run { _, store in
            let key = RateKey(name: "many", limit: 25, window: 60_000)
            let allowed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 { group.addTask { await store.attempt([key]) == 0 } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(allowed == 25)
        }
    }

    @Test func `without Redis it is counted all the same`() async throws {
        try await RateTestBed.run(try RedisAddress(url: "unix:///tmp/marquee-nowhere.sock")) { _, store in
            let key = RateKey(name: "k", limit: 1, window: 60_000)
            #expect(await store.attempt([key]) == 0)
            #expect(await store.attempt([key]) > 0)
        }
    }
}
