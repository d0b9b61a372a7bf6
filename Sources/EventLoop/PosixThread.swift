private import CLibevent
private import Glibc
private import Synchronization

/// A joinable thread with a name and a stack as big as the main thread's (a deep query recurses).
final class PosixThread: Sendable {
    private static let stackSize = 8 << 20

    private let handle: pthread_t

    init(name: String, _ body: @escaping @Sendable () -> Void) throws(EventLoopError) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, Self.stackSize)

        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
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

    fileprivate final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    let start = unsafe Unmanaged<PosixThread.Start>.fromOpaque(context).takeRetainedValue()
    // The kernel keeps 15 bytes of a name.
    unsafe name_current_thread(start.name)
    start.body()
    return nil
}
