private import CLibevent
private import Glibc

/// The wish that work which blocks a thread should end early. It is uttered once and stays.
public final class Interruption: Sendable {
    /// Becomes readable, and stays so, when the wish is uttered: for those who wait for other descriptors too.
    public let descriptor: Int32

    public init() throws(EventLoopError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        if descriptor < 0 { throw .cannotWatch(descriptor: descriptor) }
    }

    deinit { close(descriptor) }

    /// Utters the wish. Any thread.
    public func raise() {
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    public var isRaised: Bool { wait(milliseconds: 0) }

    /// Blocks until the wish is uttered.
    public func wait() { _ = wait(milliseconds: -1) }

    private func wait(milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&watched, 1, milliseconds) < 0, errno == EINTR {}
        return watched.revents != 0
    }
}
