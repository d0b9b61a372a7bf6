import EventLoop
import TestSupport
import Testing

@testable import Redis

@Suite struct HostLookupTests {
    @Test func `a name server that hangs delays neither the start nor the end`() async throws {
        let lookups = SideThreads(name: "hanging", threads: 1)
        let gate = Semaphore()
        try lookups.submit { gate.wait() }
        let address = try RedisAddress(url: "redis://redis.example:6379")
        let log = Log()
        try await onOwnLoop { loop in
            let client = RedisClient(address, loop: loop, sideThreads: lookups, limits: .hasty) { state in
                if case .down(let reason) = state { log.add(reason) }
            }
            let start = loop.now
            await client.start()
            #expect(loop.now - start < .seconds(3))
            try await loop.sleep(for: .milliseconds(500))  // within the next attempt
            let end = loop.now
            await client.close()
            #expect(loop.now - end < .milliseconds(200))
        }
        #expect(
            log.lines == [
                "Redis is bypassed: no name server told the address of host 'redis.example' within 0.4 seconds"
            ])
        gate.post()
        lookups.stop()
    }
}
