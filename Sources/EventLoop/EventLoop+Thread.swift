private import Glibc

/// Where each thread remembers the loop it runs.
private let currentLoopKey: pthread_key_t = {
    var key = pthread_key_t()
    unsafe pthread_key_create(&key, nil)
    return key
}()

extension EventLoop {
    /// The loop that runs on the calling thread.
    public static var current: EventLoop? {
        guard let pointer = unsafe pthread_getspecific(currentLoopKey) else { return nil }
        return unsafe Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Stops a debug build that uses loop-only functions from elsewhere.
    public func assertCurrent() {
        assert(isCurrent, "loop '\(name)' used from another thread")
    }

    func rememberCurrent() {
        unsafe pthread_setspecific(currentLoopKey, Unmanaged.passUnretained(self).toOpaque())
    }

    func forgetCurrent() {
        _ = pthread_setspecific(currentLoopKey, nil)
    }
}
