private import CLibevent
private import Glibc

/// A POSIX counting semaphore: how a plain thread waits for a loop, never the other way round.
@safe public final class Semaphore: Sendable {
    /// Never moves, and the semaphore functions are made to be called from any thread.
    nonisolated(unsafe) private let raw: UnsafeMutablePointer<sem_t>

    public init() {
        unsafe raw = .allocate(capacity: 1)
        unsafe raw.initialize(to: sem_t())
        unsafe sem_init(raw, 0, 0)
    }

    deinit {
        unsafe sem_destroy(raw)
        unsafe raw.deallocate()
    }

    public func post() {
        unsafe sem_post(raw)
    }

    public func wait() {
        // A signal may interrupt the wait.
        while unsafe sem_wait(raw) != 0 {}
    }

    /// False when nobody posted within `limit`.
    public func wait(within limit: Duration) -> Bool {
        var end = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &end)
        let nanoseconds = end.tv_nsec + Int(max(limit, .zero) / .nanoseconds(1))
        (end.tv_sec, end.tv_nsec) = (end.tv_sec + nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
        while unsafe sem_timedwait(raw, &end) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
