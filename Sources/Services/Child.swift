import Glibc
import Synchronization

/// A service that runs beside us until it is stopped, or until we die.
///
/// Linux ties "signal me when my parent dies" to the thread that forked, so each child has a thread of its own, which
/// starts it, sleeps in `waitpid` and ends with it. A server killed by SIGKILL thus takes its services along.
final class Child: Sendable {
    private enum State: Equatable {
        case starting
        case refused(ServiceError)
        case running(pid_t)
        case ended
    }

    private let state = Mutex(State.starting)
    private let command: Command
    private let log: String
    private let quit: ServiceSignal

    /// Starts `command`, its output appended to the file `log`; `quit` is the signal that ends it in good order.
    init(_ command: Command, log: String, quit: ServiceSignal) throws(ServiceError) {
        self.command = command
        self.log = log
        self.quit = quit
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, nil,
            { child in
                if let child = unsafe child {
                    unsafe Unmanaged<Child>.fromOpaque(child).takeRetainedValue().supervise()
                }
                return nil
            },
            Unmanaged.passRetained(self).toOpaque())
        guard failure == 0 else { throw .fileRefused(path: log, attempt: "start a thread for", errno: failure) }
        pthread_detach(thread)
        _ = Pause.until(seconds: 10) { state.withLock { $0 != .starting } }
        if case .refused(let error) = state.withLock({ $0 }) { throw error }
    }

    /// Its process id while it runs.
    var process: pid_t? {
        if case .running(let process) = state.withLock({ $0 }) { process } else { nil }
    }

    /// Asks it to end, insists after `patience` seconds, and returns when it is gone.
    func stop(patience: Int) {
        signal(quit.number)
        if Pause.until(seconds: patience, { process == nil }) { return }
        signal(SIGQUIT)
        if Pause.until(seconds: 5, { process == nil }) { return }
        signal(SIGKILL)
        _ = Pause.until(seconds: 5) { process == nil }
    }

    /// Sends a signal unless it has ended; under the lock, so that the number cannot have passed to somebody else.
    func signal(_ number: Int32) {
        state.withLock { if case .running(let process) = $0 { kill(process, number) } }
    }

    /// The thread's work.
    private func supervise() {
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)  // the server's signals belong to its own threads
        do {
            let output = try Files.openFile(log, O_WRONLY | O_CREAT | O_APPEND)
            defer { close(output) }
            let process = try command.spawn(output: output, ifParentDies: quit.rawValue, ownGroup: true)
            state.withLock { $0 = .running(process) }
            // Wait without reaping: until the state says so, the process id must stay taken.
            var information = unsafe siginfo_t()
            while unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            state.withLock {
                _ = Command.waitForEnd(of: process)
                $0 = .ended
            }
        } catch {
            state.withLock { $0 = .refused(error) }
        }
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
