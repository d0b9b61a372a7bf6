/// One statement with its parameters.
struct Command {
    let statement: Statement
    let parameters: [Parameter]
}

/// What travels between two Syncs of a pipeline: one statement, with what must come before it in the same implicit
/// transaction (the viewer's settings), and whoever waits for the answer.
@safe final class Exchange {
    typealias Outcome = Result<Rows, PostgreSQLError>

    /// Tells exchanges of one loop apart, for cancellation.
    let ticket: Int
    let before: Command?
    let main: Command
    /// How often it has been sent.
    private(set) var attempts = 0
    /// Which preparation of its statement it was sent with.
    private(set) var generation = 0
    /// When the server could begin with it: when it was sent, or when its predecessor ended.
    var startedAt: ContinuousClock.Instant = .now

    private var steps: Steps = []
    private var rows: Rows?
    private var failure: ServerError?
    private var continuation: UnsafeContinuation<Outcome, Never>?

    init(ticket: Int, before: Command? = nil, main: Command, continuation: UnsafeContinuation<Outcome, Never>) {
        self.ticket = ticket
        self.before = before
        self.main = main
        unsafe self.continuation = continuation
    }

    /// Nobody waits any more.
    var isAbandoned: Bool { unsafe continuation == nil }

    /// Resumes whoever waits; only the first call counts.
    func finish(_ outcome: Outcome) {
        guard let waiting = unsafe continuation else { return }
        unsafe continuation = nil
        unsafe waiting.resume(returning: outcome)
    }

    // MARK: Results as they come in

    /// What has been sent for one exchange, in this order; each step answers with results and an end.
    struct Steps: OptionSet {
        let rawValue: UInt8
        static let prepareBefore = Steps(rawValue: 1)
        static let before = Steps(rawValue: 2)
        static let prepareMain = Steps(rawValue: 4)
        static let main = Steps(rawValue: 8)

        /// The step whose results come next.
        var first: Steps { Steps(rawValue: rawValue & (~rawValue &+ 1)) }
    }

    /// Forgets what an earlier attempt brought.
    func begin(_ steps: Steps, generation: Int) {
        self.steps = steps
        self.generation = generation
        attempts += 1
        rows = nil
        failure = nil
    }

    var step: Steps { steps.first }
    func endStep() { steps.remove(steps.first) }
    var hasEnded: Bool { steps.isEmpty }

    func receive(_ new: Rows) { if step == .main { rows = new } }
    func receive(_ new: ServerError) { if failure == nil { failure = new } }

    /// The statement a prepare step is about.
    var preparing: Statement? {
        switch step {
        case .prepareBefore: before?.statement
        case .prepareMain: main.statement
        default: nil
        }
    }

    /// The name of the statement whose results come next.
    var nameOfStep: String {
        step.isSubset(of: [.prepareBefore, .before]) ? before?.statement.name ?? "" : main.statement.name
    }

    /// Whether the server refused the statement.
    var isRefused: Bool { failure != nil }

    /// What the server said, once the Sync has come.
    var answer: Result<Rows, ServerError>? {
        if let failure { return .failure(failure) }
        return rows.map { .success($0) }
    }
}
