import EventLoop
import Redis
import Services

@testable import Marquee

/// Lends a store of limits in a real Redis.
enum RateTestBed {
    /// Runs `body` on a loop of its own, with a store that counts apart from all others.
    ///
    /// - Parameter address: of the Redis; nil for the one all suites share.
    static func run(
        _ address: RedisAddress? = nil, _ body: @escaping @Sendable (EventLoop, RateStore) async throws -> Void
    ) async throws {
        let redis = try address ?? RedisAddress(url: ThrowAwayServices.shared().redis.url)
        var limits = RedisLimits()
        // A busy machine must not look like a Redis that is away.
        if address == nil { (limits.command, limits.connect) = (.seconds(10), .seconds(10)) }
        let lookups = SideThreads(name: "redis", threads: 1)
        let group = try EventLoopGroup(count: 1)
        try group.start()
        defer {
            group.stop()
            group.join()
            lookups.stop()
        }
        let loop = group.loops[0]
        let client = RedisClient(redis, loop: loop, sideThreads: lookups, limits: limits) { _ in }
        let deployment = "test-\(UInt64.random(in: 0 ... .max))"
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            loop.spawn {
                let result: Result<Void, any Error>
                do {
                    await client.start()
                    result = .success(
                        try await body(loop, RateStore(redis: client, deployment: deployment, table: RateFallback())))
                } catch {
                    result = .failure(error)
                }
                await client.close()
                continuation.resume(with: result)
            }
        }
    }
}

extension RateBudget {
    /// Refuses requests of an address, one after the other, each counted before the next.
    ///
    /// - Parameter limit: the budget's own.
    func refuse(_ address: String, _ count: Int, of limit: Int, on loop: EventLoop) async throws {
        let payer = RatePayer(refusedFrom: address)
        for number in 1...count {
            countRefusal(from: address)
            while await charge(0, to: payer).remaining != limit - 10 * number {
                try await loop.sleep(for: .milliseconds(1))
            }
        }
    }
}
