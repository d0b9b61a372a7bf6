import EventLoop

/// The tasks that answer a loop's requests. One that has answered waits for the next request: a new
/// one costs a short request a dozen allocations, most of them for the frames of its calls. Loop thread only.
@safe final class RequestTasks {
    /// Waiting tasks that are kept; after a burst of requests the others end.
    private static let maximumWaiting = 64

    /// A task that waits, and where it does so.
    @safe private struct Waiting {
        let task: Task<Void, Never>
        let place: UnsafeContinuation<HTTPRequest?, Never>
    }

    private var waiting: [Waiting] = []
    private var hasEnded = false

    /// Hands a request to the task that waited last, whose memory is most likely still in the processor's caches; nil if
    /// none waits.
    func resume(with request: HTTPRequest) -> Task<Void, Never>? {
        guard let last = waiting.popLast() else { return nil }
        unsafe last.place.resume(returning: request)
        return last.task
    }

    /// Suspends the calling task until it gets another request; nil if it is to end. Only for a task that nobody will
    /// cancel for the sake of its last request.
    func next(for task: Task<Void, Never>) async -> HTTPRequest? {
        if hasEnded || Task.isCancelled || waiting.count >= Self.maximumWaiting { return nil }
        return await unsafe withUnsafeContinuation { continuation in
            waiting.append(unsafe Waiting(task: task, place: continuation))
        }
    }

    /// Ends the tasks that wait, and those to come.
    func end() {
        hasEnded = true
        for task in waiting { unsafe task.place.resume(returning: nil) }
        waiting = []
    }
}
