package import EventLoop
package import PostgreSQL

/// Does the jobs of this server as they fall due, as the owner and on a connection of their own.
package final class JobRunner: Sendable {
    private let loop: EventLoop
    private let pool: PostgreSQLPool
    private let task: LoopBound<Task<Void, Never>?>
    private let report: @Sendable (String) -> Void

    /// How often the database is asked whether a job is due; one that is due at once is done each second.
    private static let ticksBetween = 30

    /// - Parameters:
    ///   - settings: the owner's, without a limit of time.
    ///   - report: is told which job failed and why, once for the same reason.
    package init(
        _ settings: ConnectionSettings, loop: EventLoop, sideThreads: SideThreads,
        report: @escaping @Sendable (String) -> Void
    ) {
        var limits = PoolLimits()
        (limits.sharedConnections, limits.leasedConnections) = (1, 0)
        self.loop = loop
        self.report = report
        pool = PostgreSQLPool(settings, loop: loop, sideThreads: sideThreads, limits: limits)
        task = LoopBound(loop, nil)
    }

    /// On the loop.
    package func start() {
        task.withValue { $0 = loop.spawn { [self] in await run() } }
    }

    /// Ends; what is being done is done by PostgreSQL or not at all. On the loop.
    package func stop() async {
        let running = task.withValue { $0 }
        running?.cancel()
        await pool.close()
        await running?.value
    }

    private func run() async {
        do { try await pool.start() } catch { report("no job can be done until PostgreSQL answers: \(error)") }
        var failures: [Job: String] = [:]
        var tick = 0
        while !Task.isCancelled {
            for job in Job.allCases where job.interval == .zero || tick % Self.ticksBetween == 0 {
                let failure = await failure(of: job)
                if let failure, failures[job] != failure { report("the job \"\(job)\" failed: \(failure)") }
                failures[job] = failure
            }
            tick += 1
            try? await loop.sleep(for: .seconds(1))
        }
    }

    /// Does a job if it is due; why it failed.
    private func failure(of job: Job) async -> String? {
        do {
            do {
                _ = try await pool.query(Job.run, job.parameters)
            } catch let error where error.state == .foreignKeyViolation {
                // Somebody deleted what was being counted: this time it is not there.
                _ = try await pool.query(Job.run, job.parameters)
            }
            return nil
        } catch PostgreSQLError.cancelled {
            return nil
        } catch {
            // Whoever stops ends the connection under what is being done.
            return Task.isCancelled ? nil : "\(error)"
        }
    }
}
