private import Glibc

/// A value behind a pthread mutex.
///
/// The standard library's `Mutex` would do, but the thread sanitizer does not see it on Linux and reports each value
/// it guards as raced for; a pthread mutex it knows.
@safe public final class Locked<Value: Sendable>: Sendable {
    /// Never moves, and made to be used from any thread.
    nonisolated(unsafe) private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    /// Touched under the mutex only.
    nonisolated(unsafe) private var value: Value

    public init(_ value: Value) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe self.value = value
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Lends the value to `body`, a few lines that neither wait nor lock again.
    public func withLock<Result, Failure>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try unsafe body(&value)
    }
}
