import EventLoop
import Testing

/// Runs each test of a suite on threads that may block, several at once: tests here wait for processes, and the threads
/// of Swift's own pool are as few as the cores.
struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(BlockingExecutor.shared, operation: function)
    }
}

extension Trait where Self == OwnThreads {
    static var onOwnThreads: Self { OwnThreads() }
}

/// Each job has a thread until its next suspension.
private final class BlockingExecutor: TaskExecutor {
    static let shared = BlockingExecutor()

    private let threads = SideThreads(name: "tests", threads: 6, maximumWaiting: .max)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        do {
            try threads.submit { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        } catch {
            fatalError("no thread for a test: \(error)")
        }
    }
}
