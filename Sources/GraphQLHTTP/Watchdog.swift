import EventLoop
import HTTPServer

/// Cancels the tasks of requests that run past their deadline. It looks at all of them ten times within a timeout, and
/// not at all while nothing runs. Loop thread only.
final class Watchdog: Sendable {
    private struct State {
        var deadlines = Deadlines<HTTPRequest>()
        var isScheduled = false
    }

    private let state: LoopBound<State>
    private let interval: Duration

    init(loop: EventLoop, timeout: Duration) {
        state = LoopBound(loop, State())
        interval = max(timeout / 10, .milliseconds(1))
    }

    /// Returns the token by which the request is forgotten.
    func watch(_ request: HTTPRequest, until deadline: ContinuousClock.Instant) -> Int {
        let (token, isFirst) = state.withValue { state in
            defer { state.isScheduled = true }
            return (state.deadlines.add(request, until: deadline), !state.isScheduled)
        }
        if isFirst { schedule() }
        return token
    }

    func forget(_ token: Int) {
        state.withValue { $0.deadlines.remove(token) }
    }

    private func schedule() {
        state.loop.schedule(after: interval) { [self] in look() }
    }

    private func look() {
        let (expired, goesOn) = state.withValue { state in
            state.isScheduled = !state.deadlines.isEmpty
            return (state.deadlines.expired(at: .now), state.isScheduled)
        }
        for request in expired { request.cancelHandling() }
        if goesOn { schedule() }
    }
}
