/// What is ready to run on a loop's thread. Plain arrays without a lock; their storage is reused from batch to batch,
/// so a job costs no allocation.
final class LoopQueues {
    /// The jobs and pieces of work taken out together; what they add belongs to the next batch.
    struct Batch {
        var jobs: [UnownedJob]
        var work: [@Sendable () -> Void]

        var count: Int { jobs.count + work.count }

        func run(on executor: UnownedTaskExecutor) {
            // Work first: what a thread hands over before it resumes a task has happened when the task runs.
            for piece in work { piece() }
            for job in jobs { unsafe job.runSynchronously(on: executor) }
        }
    }

    var jobs: [UnownedJob] = []
    var work: [@Sendable () -> Void] = []
    var idleHooks: [() -> Void] = []
    private var spareJobs: [UnownedJob] = []

    var isEmpty: Bool { !hasJobs && idleHooks.isEmpty }
    var hasJobs: Bool { !jobs.isEmpty || !work.isEmpty }

    /// Everything ready now, or nil.
    func takeBatch() -> Batch? {
        guard hasJobs else { return nil }
        var batch = Batch(jobs: [], work: [])
        swap(&batch.jobs, &spareJobs)
        swap(&batch.jobs, &jobs)
        swap(&batch.work, &work)
        return batch
    }

    /// Returns the storage of a batch that ran.
    func giveBack(_ batch: consuming Batch) {
        var jobs = batch.jobs
        batch.jobs = []
        jobs.removeAll(keepingCapacity: true)
        spareJobs = jobs
    }

    /// Runs the hooks registered so far; false when there was none.
    func runIdleHooks() -> Bool {
        guard !idleHooks.isEmpty else { return false }
        let hooks = idleHooks
        idleHooks = []
        for hook in hooks { hook() }
        return true
    }

    /// Drops all that is left, because the loop has ended.
    func removeAll() {
        (jobs, work, idleHooks) = ([], [], [])
    }

    func add(_ content: LoopInbox.Content) {
        jobs.append(contentsOf: content.jobs)
        work.append(contentsOf: content.work)
    }
}
