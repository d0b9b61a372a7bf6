import Testing

@testable import EventLoop

@Suite struct BackoffTests {
    @Test func `pauses double up to a limit, differ, and begin anew`() {
        var backoff = Backoff(base: .milliseconds(10), limit: .milliseconds(50))
        for ceiling in [10, 20, 40, 50, 50] {
            let pause = backoff.next()
            #expect(pause >= .milliseconds(ceiling) / 2 && pause <= .milliseconds(ceiling))
        }
        backoff.reset()
        #expect(backoff.next() <= .milliseconds(10))
    }
}
