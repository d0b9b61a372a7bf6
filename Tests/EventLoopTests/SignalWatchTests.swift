import EventLoop
import Glibc
import Testing

@Suite struct SignalWatchTests {
    @Test func `a signal is reported on the loop`() async throws {
        try await withLoop { loop in
            let count = try await onLoop(loop) {
                let count = LoopBound(loop, 0)
                let watch = loop.watchSignal(SIGUSR1) { count.withValue { $0 += 1 } }
                kill(getpid(), SIGUSR1)
                // On a busy machine the kernel may be late; without a watch the signal would end the process.
                while count.withValue({ $0 }) == 0 { try await loop.sleep(for: .milliseconds(5)) }
                watch.cancel()
                return count.withValue { $0 }
            }
            #expect(count == 1)
        }
    }
}
