internal import EventLoop
internal import Glibc

private let stopSignals = [SIGTERM, SIGINT]

/// Lets the signals through that ask for the end: a parent's thread may have started us with all of them blocked. Threads
/// inherit this from the one that starts them.
func unblockStopSignals() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in stopSignals { unsafe sigaddset(&signals, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

/// How long a start that cannot be interrupted, such as a name server that does not answer, is waited for.
private let startPatience: Duration = .seconds(2)

extension EventLoop {
    /// From now on the first SIGTERM or SIGINT asks for the end, and the second is the end; so is the first, a little later,
    /// when it meets a start that hangs. The private services notice by themselves that their parent has gone. Any thread;
    /// the loop must be running.
    func watchStopSignals(_ lifecycle: Lifecycle) {
        execute { [self] in
            for number in stopSignals {
                _ = watchSignal(number) { [self] in
                    if !lifecycle.askToStop() { _exit(128 + number) }
                    schedule(after: startPatience) { if lifecycle.isStuckInStart { _exit(0) } }
                }
            }
        }
    }
}
