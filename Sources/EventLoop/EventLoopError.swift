/// Why a loop, a watch or a thread could not be made. All of them mean that the machine is short of something.
public enum EventLoopError: Error, Equatable, CustomStringConvertible {
    /// libevent found no usable way to wait for descriptors, or memory is exhausted.
    case cannotCreateLoop(name: String)
    /// The kernel refused to watch this descriptor, usually because it is closed or a plain file.
    case cannotWatch(descriptor: Int32)
    /// `pthread_create` failed with this `errno`.
    case cannotStartThread(name: String, errno: Int32)
    /// So much blocking work already waits that more would only grow the queue.
    case sideThreadsBusy(waiting: Int)
    /// Blocking work did not end in time; it may go on, with nobody waiting for it.
    case sideThreadSlow(limit: Duration)

    public var description: String {
        switch self {
        case .cannotCreateLoop(let name):
            "event loop '\(name)' could not be created: check the limit of open files (ulimit -n)"
        case .cannotWatch(let descriptor):
            "descriptor \(descriptor) cannot be watched: expected an open socket, pipe or eventfd"
        case .cannotStartThread(let name, let errno):
            "thread '\(name)' could not be started (errno \(errno)): check the limit of processes (ulimit -u)"
        case .sideThreadsBusy(let waiting):
            "side threads are busy: \(waiting) pieces of blocking work already wait"
        case .sideThreadSlow(let limit):
            "a side thread did not finish its work within \(limit)"
        }
    }
}
