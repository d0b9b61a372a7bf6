private import CLibevent
private import Glibc

/// What a watch waits for, and what it reports.
public struct DescriptorInterest: OptionSet, Sendable {
    public let rawValue: Int16
    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// Data, the end of the stream, or an error can be read.
    public static let readable = DescriptorInterest(rawValue: Int16(EV_READ))
    /// There is room to write, or an error to be found by writing.
    public static let writable = DescriptorInterest(rawValue: Int16(EV_WRITE))
    /// The peer will send no more, known without reading. libevent reports a reset connection as `readable` and
    /// `writable` instead, so watch one of them too, else the loop spins.
    public static let closed = DescriptorInterest(rawValue: Int16(EV_CLOSED))
}

/// A descriptor whose readiness is reported until `cancel()`. Level-triggered: it reports again each turn while the
/// condition lasts. Loop thread only; must be cancelled before the descriptor is closed.
public final class DescriptorWatch {
    private let incoming: LoopEvent
    private let outgoing: LoopEvent
    private let closing: LoopEvent

    init(base: OpaquePointer, descriptor: Int32, handler: @escaping (DescriptorInterest) -> Void) {
        func event(_ flag: Int32) -> LoopEvent {
            unsafe LoopEvent(base: base, descriptor: descriptor, flags: Int16(flag | EV_PERSIST)) { what in
                handler(DescriptorInterest(rawValue: what))
            }
        }
        incoming = event(EV_READ)
        outgoing = event(EV_WRITE)
        closing = event(EV_CLOSED)
    }

    /// What is waited for now.
    public private(set) var interest: DescriptorInterest = []

    /// Waits for something else from now on. Switching writability on and off within a turn costs no system call.
    public func change(to new: DescriptorInterest) {
        set(incoming, new.contains(.readable))
        set(outgoing, new.contains(.writable))
        set(closing, new.contains(.closed))
        interest = new
    }

    /// Ends the watch. Harmless when repeated, and inside the handler.
    public func cancel() {
        change(to: [])
    }

    private func set(_ event: LoopEvent, _ isWanted: Bool) {
        if isWanted == event.isArmed { return }
        if isWanted { event.arm() } else { event.disarm() }
    }
}

extension EventLoop {
    /// Reports the descriptor's readiness to `handler`, on the loop, until cancelled. Loop thread only. The watch
    /// lives until cancelled, even when the caller drops it.
    public func watch(
        _ descriptor: Int32,
        _ interest: DescriptorInterest,
        _ handler: @escaping (DescriptorInterest) -> Void
    ) throws(EventLoopError) -> DescriptorWatch {
        assertCurrent()
        // libevent tells the kernel only at the next poll, too late to learn that the descriptor is closed.
        guard fcntl(descriptor, F_GETFD) >= 0 else { throw .cannotWatch(descriptor: descriptor) }
        let watch = unsafe DescriptorWatch(base: eventBase, descriptor: descriptor, handler: handler)
        watch.change(to: interest)
        return watch
    }
}
