private import CLibevent

/// Owns one libevent `event`: a timer or the watch of a descriptor.
///
/// While armed it keeps itself alive, as libevent holds its address; a caller may therefore drop a timer that is
/// still to fire. Loop thread only.
@safe final class LoopEvent {
    private var event: OpaquePointer?
    private let isPersistent: Bool
    private var handler: ((Int16) -> Void)?
    private(set) var isArmed = false

    /// `flags` are libevent's `EV_…`; `handler` receives those that fired.
    init(base: OpaquePointer, descriptor: Int32, flags: Int16, handler: @escaping (Int16) -> Void) {
        self.handler = handler
        isPersistent = flags & Int16(EV_PERSIST) != 0
        unsafe event = event_new(base, descriptor, flags, loopEventFired, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        if let event = unsafe event { unsafe event_free(event) }
    }

    /// Starts waiting, for at most `timeout` when given.
    func arm(timeout: Duration? = nil) {
        guard let event = unsafe event else { return }
        var limit = timeval(timeout ?? .zero)
        let status = unsafe timeout == nil ? event_add(event, nil) : event_add(event, &limit)
        precondition(status == 0, "libevent could not add an event: out of memory")
        retainIfNeeded()
    }

    /// Stops waiting. Harmless when it does not wait.
    func disarm() {
        guard isArmed, let event = unsafe event else { return }
        unsafe event_del(event)
        releaseSelf()
    }

    /// Frees the event for good, because its loop ends.
    func discard() {
        guard let event = unsafe event else { return }
        unsafe event_free(event)
        unsafe self.event = nil
        handler = nil
        if isArmed { releaseSelf() }
    }

    fileprivate func fired(_ what: Int16) {
        let handler = handler
        if !isPersistent { releaseSelf() }
        handler?(what)
    }

    private func retainIfNeeded() {
        guard !isArmed else { return }
        isArmed = true
        _ = unsafe Unmanaged.passRetained(self)
    }

    private func releaseSelf() {
        isArmed = false
        unsafe Unmanaged.passUnretained(self).release()
    }

    /// Discards every armed `LoopEvent` of a base; the events of others (evhttp, hiredis) stay.
    static func discardAll(of base: OpaquePointer) {
        let found = Found()
        let collect: event_base_foreach_event_cb = { _, event, context in
            guard let context = unsafe context, let event = unsafe event else { return 0 }
            // libevent has no way to ask "is this mine?" but the callback itself.
            guard
                unsafe unsafeBitCast(event_get_callback(event), to: UInt.self)
                    == unsafeBitCast(loopEventFired, to: UInt.self),
                let argument = unsafe event_get_callback_arg(event)
            else { return 0 }
            unsafe Unmanaged<Found>.fromOpaque(context).takeUnretainedValue().events
                .append(Unmanaged<LoopEvent>.fromOpaque(argument).takeUnretainedValue())
            return 0
        }
        unsafe event_base_foreach_event(base, collect, Unmanaged.passUnretained(found).toOpaque())
        for event in found.events { event.discard() }
    }

    private final class Found { var events: [LoopEvent] = [] }
}

/// The one C callback of all loop events; the address doubles as their mark.
private let loopEventFired: event_callback_fn = { _, what, context in
    guard let context = unsafe context else { return }
    unsafe Unmanaged<LoopEvent>.fromOpaque(context).takeUnretainedValue().fired(what)
}

extension timeval {
    /// Whole microseconds, never below zero, and rounded up so that a timer does not fire early.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = max(duration, .zero).components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
