import Glibc

/// A program with its arguments, run as ourselves or, by root, as another account.
struct Command {
    private let words: [String]
    private let account: Account?
    private let variables: [String]

    /// - Parameter variables: `NAME=VALUE` for its environment: what is secret belongs here, since everybody on the machine
    ///   can read the words.
    init(_ words: [String], as account: Account? = nil, variables: [String] = []) {
        self.words = words
        self.account = account
        self.variables = variables
    }

    /// The path of a program; administrators' folders are searched too, which an ordinary user's PATH leaves out.
    static func find(_ program: String, package: String) throws(ServiceError) -> String {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        let folders =
            path.split(separator: ":").map(String.init) + ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin"]
        guard let folder = folders.first(where: { Files.isExecutable("\($0)/\(program)") }) else {
            throw .programMissing(program: program, package: package)
        }
        return "\(folder)/\(program)"
    }

    /// Runs to the end and answers what was printed; a status other than 0 is an error that quotes it.
    @discardableResult
    func run() throws(ServiceError) -> String {
        let ends = try Self.pipe()
        let process: pid_t
        do {
            defer { close(ends.write) }
            process = try spawn(output: ends.write, ifParentDies: "KILL", ownGroup: false)
        } catch {
            close(ends.read)
            throw error
        }
        let output = Files.readAll(ends.read)
        close(ends.read)
        guard Self.waitForEnd(of: process) == 0 else { throw .commandFailed(command: words[0], output: output) }
        return output
    }

    /// Two sockets that do for a pipe: only a socket can be made close-on-exec in one step, and a service that another
    /// thread starts meanwhile would keep the end of a pipe open.
    static func pipe() throws(ServiceError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Files.refused("a socket", "make") }
        return (ends[0], ends[1])
    }

    /// Waits until a child ends; its wait status, or -1 when the system lost it.
    static func waitForEnd(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status
    }

    /// Starts the program with its output on `output`, its complaints there too unless `errors` is given, and answers its
    /// process id. The kernel sends it the signal `ifParentDies` when the *thread* that calls this ends. In a group of its
    /// own, a terminal's Ctrl-C passes it by.
    func spawn(
        output: Int32, errors: Int32? = nil, ifParentDies signal: String, ownGroup: Bool
    ) throws(ServiceError) -> pid_t {
        var line = [try Self.find("setpriv", package: "util-linux"), "--pdeathsig", signal]
        if let account {
            line += ["--reuid", "\(account.user)", "--regid", "\(account.group)", "--clear-groups"]
        }
        line += ["--"] + words

        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors ?? output, 2)

        // The child begins with every signal at its default and none blocked, whatever the server does with its own.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        let arguments = unsafe line.map { unsafe strdup($0) } + [nil]
        let environment = unsafe (Self.environment + variables).map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let failure = unsafe posix_spawn(&process, line[0], &actions, &attributes, arguments, environment)
        guard failure == 0 else { throw .fileRefused(path: line[0], attempt: "start", errno: failure) }
        return process
    }

    /// All that programs see of our environment: PGDATA, PGPORT and the like of a developer's shell must not reach them.
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"]
}
