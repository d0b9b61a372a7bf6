private import CLibevent
private import Glibc

/// What other threads hand to a loop, and the eventfd that wakes it.
///
/// One wake-up is written for a whole batch: only the first entry after the loop emptied the box costs a system call.
final class LoopInbox: Sendable {
    struct Content: Sendable {
        var jobs: [UnownedJob] = []
        var work: [@Sendable () -> Void] = []
        var isWoken = false
        var isClosed = false
    }

    private let content = Locked(Content())
    /// Readable while something waits.
    let descriptor: Int32

    /// Nil when the process has no descriptor left.
    init?() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    func add(_ job: UnownedJob) {
        post { $0.jobs.append(job) }
    }

    func add(_ work: @escaping @Sendable () -> Void) {
        post { $0.work.append(work) }
    }

    /// Makes the loop's wait return, with or without content.
    func wake() {
        post { _ in }
    }

    /// Loop thread: takes everything; the next entry wakes again.
    func take() -> Content {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
        return content.withLock { content in
            defer { content = Content() }
            return content
        }
    }

    /// The loop has ended. What waits, and all that comes later, is dropped: kept, it would keep the loop it holds.
    func end() {
        let last = content.withLock { content in
            defer { content = Content(isClosed: true) }
            return content
        }
        // Ends here rather than under the lock, because what it holds may hand something over as it ends.
        _ = consume last
    }

    private func post(_ change: (inout Content) -> Void) {
        let isFirst = content.withLock { content in
            guard !content.isClosed else { return false }
            change(&content)
            defer { content.isWoken = true }
            return !content.isWoken
        }
        guard isFirst else { return }
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
    }
}
