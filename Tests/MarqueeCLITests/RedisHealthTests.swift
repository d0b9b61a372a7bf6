import MarqueeCLI
import Redis
import Testing

@Suite struct RedisHealthTests {
    @Test func `that Redis is up at the start is no news`() {
        #expect(RedisHealth().change(to: .up, on: "loop-0") == nil)
    }

    @Test func `one loss of all loops is told once, and so is its end`() {
        let health = RedisHealth()
        #expect(health.change(to: .down(reason: "gone"), on: "loop-0") == .lost(reason: "gone"))
        #expect(health.change(to: .down(reason: "gone"), on: "loop-1") == nil)
        #expect(health.change(to: .up, on: "loop-1") == nil)
        #expect(health.change(to: .up, on: "loop-0") == .back)
        #expect(health.change(to: .down(reason: "again"), on: "loop-1") == .lost(reason: "again"))
    }
}
