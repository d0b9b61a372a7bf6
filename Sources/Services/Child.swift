import Glibc
import Synchronization

/// A service that runs beside us until it is stopped, or until we die.
///
/// Linux ties "signal me when my parent dies" to the thread that forked, so each child has a thread of its own, which
/// starts it, sleeps in `waitid` and ends with it. A server killed by SIGKILL thus takes its services along.
final class Child: Sendable {
    private enum State: Equatable {
        case starting
        case refused(ServiceError)
        case running(pid_t)
        /// It ended by itself and will be started again.
        case resting
        case ended
    }

    private struct Life {
        var state = State.starting
        var isStopping = false
        /// Nil for one that is not started again.
        var care: Care?
    }

    /// How a service is kept running.
    struct Care: Sendable {
        /// What it is called in reports.
        let name: String
        /// Clears away what the end left behind, before it is started again.
        let prepare: @Sendable () throws(ServiceError) -> Void
        /// Hears in a sentence what happened, for the log; on the child's thread.
        let report: @Sendable (String) -> Void
    }

    private let life = Mutex(Life())
    private let command: Command
    private let log: String
    private let quit: ServiceSignal

    /// Starts `command`, its output appended to the file `log`; `quit` is the signal that ends it in good order.
    init(_ command: Command, log: String, quit: ServiceSignal) throws(ServiceError) {
        self.command = command
        self.log = log
        self.quit = quit
        var thread = pthread_t()
        let retained = unsafe Unmanaged.passRetained(self)  // by the thread, until it ends
        let failure = unsafe pthread_create(
            &thread, nil,
            { child in
                if let child = unsafe child {
                    unsafe Unmanaged<Child>.fromOpaque(child).takeRetainedValue().supervise()
                }
                return nil
            },
            retained.toOpaque())
        guard failure == 0 else {
            unsafe retained.release()
            throw .fileRefused(path: log, attempt: "start a thread for", errno: failure)
        }
        pthread_detach(thread)
        _ = Pause.until(seconds: 10) { life.withLock { $0.state != .starting } }
        if case .refused(let error) = life.withLock({ $0.state }) { throw error }
    }

    /// From now on, if given `care`, it is started again whenever it ends by itself, after growing pauses, until `stop`.
    /// False when it has ended already.
    func keepRunning(_ care: Care?) -> Bool {
        life.withLock { life in
            guard case .running = life.state else { return false }
            life.care = care
            return true
        }
    }

    /// Its process id while it runs.
    var process: pid_t? {
        if case .running(let process) = life.withLock({ $0.state }) { process } else { nil }
    }

    /// Asks it to end, insists after `patience` seconds, and returns when it is gone.
    func stop(patience: Int) {
        life.withLock { $0.isStopping = true }
        for (number, seconds) in [(quit.number, patience), (SIGQUIT, 5), (SIGKILL, 5)] {
            signal(number)
            if Pause.until(seconds: seconds, { hasEnded }) { return }
        }
    }

    private var hasEnded: Bool {
        switch life.withLock({ $0.state }) {
        case .ended, .refused: true
        case .starting, .running, .resting: false
        }
    }

    /// Sends a signal unless it has ended; under the lock, so that the number cannot have passed to somebody else.
    func signal(_ number: Int32) {
        life.withLock { if case .running(let process) = $0.state { kill(process, number) } }
    }

    // MARK: The thread's work

    private func supervise() {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)  // the server's signals belong to its own threads
        do {
            var end = try runOnce()
            var rest = RestartRest()
            while let care = end.care {
                let pause = rest.next(afterRunning: end.running)
                care.report("the private \(care.name) ended (\(end.cause)) and is started again. Its log: \(log)")
                guard sleep(pause) else { break }
                end = startAgain(care, after: end)
            }
            life.withLock { $0.state = .ended }
        } catch {
            life.withLock { $0.state = .refused(error) }
        }
    }

    /// How one run ended.
    private struct End {
        let running: Duration
        let cause: String
        /// Nil when it is not to be started again.
        let care: Care?
    }

    private func startAgain(_ care: Care, after end: End) -> End {
        do throws(ServiceError) {
            try care.prepare()
            return try runOnce()
        } catch {
            return End(running: .zero, cause: "\(error)", care: care)
        }
    }

    /// Starts the program and returns when it has ended.
    private func runOnce() throws(ServiceError) -> End {
        let output = try Files.openFile(log, O_WRONLY | O_CREAT | O_APPEND)
        defer { close(output) }
        let start = ContinuousClock.now
        let process = try command.spawn(output: output, ifParentDies: quit.rawValue, ownGroup: true)
        life.withLock { life in
            life.state = .running(process)
            if life.isStopping { kill(process, quit.number) }
        }
        // Wait without reaping: until the state says so, the process id must stay taken.
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return life.withLock { life in
            let status = Command.waitForEnd(of: process)
            let care = life.isStopping ? nil : life.care
            life.state = care == nil ? .ended : .resting
            return End(running: .now - start, cause: Self.cause(status), care: care)
        }
    }

    /// A wait status in words.
    private static func cause(_ status: Int32) -> String {
        let signal = status & 0x7F
        return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)"
    }

    /// False as soon as the service is to be stopped.
    private func sleep(_ pause: Duration) -> Bool {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end {
            if life.withLock({ $0.isStopping }) { return false }
            usleep(5_000)
        }
        return true
    }
}

/// The signal that ends a service in good order, under the name `setpriv` knows it by.
enum ServiceSignal: String {
    /// PostgreSQL: disconnect everybody, write what is dirty, end ("fast shutdown").
    case interrupt = "INT"
    /// Redis: end at once.
    case terminate = "TERM"

    var number: Int32 { self == .interrupt ? SIGINT : SIGTERM }
}

/// Waiting for something that nobody announces.
enum Pause {
    /// Asks every few milliseconds until `condition` holds; false when it did not within `seconds`.
    static func until(seconds: Int, _ condition: () -> Bool) -> Bool {
        for _ in 0..<(seconds * 200) {
            if condition() { return true }
            usleep(5_000)
        }
        return condition()
    }
}
