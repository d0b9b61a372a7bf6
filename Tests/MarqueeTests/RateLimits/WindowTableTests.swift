import EventLoop
import Redis
import Services
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

    /// What Redis' scripts and the table say must be the same.
    @Test func `Redis counts as the table does`() async throws {
        let address = try RedisAddress(url: ThrowAwayServices.shared().redis.url)
        try await withRedis(address) { store in
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
        let address = try RedisAddress(url: ThrowAwayServices.shared().redis.url)
        try await withRedis(address) { store in
            let key = RateKey(name: "many", limit: 25, window: 60_000)
            let allowed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<100 { group.addTask { await store.attempt([key]) == 0 } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(allowed == 25)
        }
    }

    @Test func `without Redis it is counted all the same`() async throws {
        try await withRedis(try RedisAddress(url: "unix:///tmp/marquee-nowhere.sock")) { store in
            let key = RateKey(name: "k", limit: 1, window: 60_000)
            #expect(await store.attempt([key]) == 0)
            #expect(await store.attempt([key]) > 0)
        }
    }

    private func withRedis(
        _ address: RedisAddress, _ body: @escaping @Sendable (RateStore) async throws -> Void
    ) async throws {
        let lookups = SideThreads(name: "redis", threads: 1)
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer {
            group.stop()
            group.join()
            lookups.stop()
        }
        let loop = group.loops[0]
        let client = RedisClient(address, loop: loop, sideThreads: lookups) { _ in }
        let deployment = "test-\(UInt64.random(in: 0 ... .max))"
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            loop.spawn {
                let result: Result<Void, any Error>
                do {
                    await client.start()
                    result = .success(
                        try await body(RateStore(redis: client, deployment: deployment, table: RateFallback())))
                } catch {
                    result = .failure(error)
                }
                await client.close()
                continuation.resume(with: result)
            }
        }
    }
}
