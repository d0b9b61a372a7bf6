internal import EventLoop
internal import Glibc

extension EventLoop {
    /// From now on the first SIGTERM or SIGINT asks for the end, and the second is the end; the private services notice by
    /// themselves that their parent has gone. Any thread; the loop must be running.
    func watchStopSignals(_ lifecycle: Lifecycle) {
        execute { [self] in
            for number in [SIGTERM, SIGINT] {
                _ = watchSignal(number) {
                    if !lifecycle.askToStop() { _exit(128 + number) }
                }
            }
        }
    }
}
