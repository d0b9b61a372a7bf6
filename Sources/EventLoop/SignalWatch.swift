private import CLibevent

/// The report of a signal until cancelled. Loop thread only.
public struct SignalWatch {
    fileprivate let event: LoopEvent

    /// Restores the signal's former effect.
    public func cancel() { event.disarm() }
}

extension EventLoop {
    /// Reports a signal such as SIGTERM to `handler`, on the loop, instead of its usual effect, whichever thread the
    /// kernel interrupts. A signal is watched by one loop of the process at a time. Loop thread only.
    public func watchSignal(_ number: Int32, _ handler: @escaping () -> Void) -> SignalWatch {
        assertCurrent()
        let flags = Int16(EV_SIGNAL | EV_PERSIST)
        let event = unsafe LoopEvent(base: eventBase, descriptor: number, flags: flags) { _ in handler() }
        event.arm()
        return SignalWatch(event: event)
    }
}
