private import CLibevent
private import Glibc
private import Synchronization

/// A joinable thread with a name and a stack as big as the main thread's (a deep query recurses).
final class PosixThread: Sendable {
    private static let stackSize = 8 << 20

    private let handle: pthread_t
    private let ended = Semaphore()

    init(name: String, _ body: @escaping @Sendable () -> Void) throws(EventLoopError) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, Self.stackSize)

        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body, ended: ended))
        var handle = pthread_t()
        let status = unsafe pthread_create(&handle, &attributes, threadMain, start.toOpaque())
        guard status == 0 else {
            unsafe start.release()
            throw .cannotStartThread(name: name, errno: status)
        }
        self.handle = handle
    }

    /// Waits for the end of the body. Once only.
    func join() {
        pthread_join(handle, nil)
    }

    /// As `join`, but waits no longer than until `deadline` and then leaves the thread to itself; says whether it has ended.
    @discardableResult
    func join(until deadline: ContinuousClock.Instant) -> Bool {
        guard ended.wait(within: deadline - .now) else {
            pthread_detach(handle)
            return false
        }
        join()
        return true
    }

    fileprivate final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void
        let ended: Semaphore

        init(name: String, body: @escaping @Sendable () -> Void, ended: Semaphore) {
            self.name = name
            self.body = body
            self.ended = ended
        }
    }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let start = unsafe Unmanaged<PosixThread.Start>.fromOpaque(context).takeRetainedValue()
    // The kernel keeps 15 bytes of a name.
    unsafe name_current_thread(start.name)
    start.body()
    start.ended.post()
    return nil
}
