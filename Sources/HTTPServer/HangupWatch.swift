private import CLibevent
import EventLoop
private import Glibc

/// Tells at once when a peer hangs up, without reading from its socket.
///
/// While a request is pending evhttp neither reads nor writes, so it learns nothing of a client that left; making it
/// read meanwhile ends the process when the client pipelines. `EV_CLOSED` on libevent's own epoll would do for a
/// closed connection, but a reset one is reported there as readable and writable only, and with nobody waiting for that
/// the loop would spin. So each loop has one epoll of its own, edge-triggered for the end of the stream alone: one
/// system call for each connection, none for each request.
final class HangupWatch {
    private static let batch = 64

    private let epoll: Int32
    private var watch: DescriptorWatch?

    /// `handler` receives the descriptor, on the loop. Loop thread only.
    init?(loop: EventLoop, handler: @escaping (Int32) -> Void) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { return nil }
        let epoll = epoll
        watch = try? loop.watch(epoll, .readable) { _ in
            for descriptor in Self.poll(epoll) { handler(descriptor) }
        }
        if watch == nil { return nil }
    }

    deinit { close(epoll) }

    /// Lasts until the descriptor is closed.
    func add(_ descriptor: Int32) {
        var event = unsafe epoll_event()
        unsafe event.events = EPOLLRDHUP.rawValue | EPOLLET.rawValue
        unsafe event.data.fd = descriptor
        _ = unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }

    func cancel() {
        watch?.cancel()
    }

    private static func poll(_ epoll: Int32) -> [Int32] {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: batch)
        let count = unsafe epoll_wait(epoll, &events, Int32(batch), 0)
        return unsafe events.prefix(max(0, Int(count))).map { unsafe $0.data.fd }
    }
}
