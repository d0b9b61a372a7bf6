import Glibc
import Synchronization

/// Tells which input is under way when the process crashes, when the input takes too long or when memory runs out.
enum Watch {
    /// Seconds of the processor's time that an input may take, and seconds by the clock.
    private static let timeLimits = [(ITIMER_PROF, 1), (ITIMER_REAL, 60)]
    /// Bytes of address space. What grows beyond it ends in a crash, which is reported.
    private static let memoryLimit: rlim_t = 2 << 30

    private static let number = Atomic<Int>(0)

    static func start() {
        var limit = rlimit(rlim_cur: memoryLimit, rlim_max: memoryLimit)
        _ = unsafe setrlimit(Int32(RLIMIT_AS.rawValue), &limit)
        // A stack of its own, since an exhausted one is among what is looked for.
        var stack = unsafe stack_t()
        unsafe stack.ss_size = 65_536
        unsafe stack.ss_sp = malloc(65_536)
        _ = unsafe sigaltstack(&stack, nil)
        var action = sigaction()
        action.sa_flags = Int32(SA_ONSTACK)
        unsafe action.__sigaction_handler.sa_handler = { Watch.report($0) }
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGPROF, SIGALRM] {
            _ = unsafe sigaction(signal, &action, nil)
        }
    }

    /// Begins the time of an input.
    static func begin(_ input: Int) {
        number.store(input, ordering: .relaxed)
        for (timer, seconds) in timeLimits { set(timer, to: seconds) }
    }

    static func end() {
        for (timer, _) in timeLimits { set(timer, to: 0) }
    }

    private static func set(_ timer: __itimer_which, to seconds: Int) {
        var value = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: seconds, tv_usec: 0))
        _ = unsafe setitimer(__itimer_which_t(timer.rawValue), &value, nil)
    }

    /// Runs inside a signal handler: nothing here may allocate.
    private static func report(_ signal: Int32) {
        write(signal == SIGPROF || signal == SIGALRM ? "took too long: input " : "crashed: input ")
        var divisor = 1_000_000_000_000
        let number = number.load(ordering: .relaxed)
        while divisor > 1, number / divisor == 0 { divisor /= 10 }
        while divisor > 0 {
            var digit = UInt8(ascii: "0") + UInt8(number / divisor % 10)
            _ = unsafe Glibc.write(STDOUT_FILENO, &digit, 1)
            divisor /= 10
        }
        write(", see `graphql-fuzz replay`\n")
        _exit(1)
    }

    private static func write(_ text: StaticString) {
        _ = unsafe Glibc.write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
