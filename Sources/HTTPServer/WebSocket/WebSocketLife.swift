/// Decides when a silent or slow peer is asked, told to go, and cut off. Times are ticks of the server's sweep; it does
/// no I/O, tests drive it by hand.
struct WebSocketLife {
    enum Action: Equatable {
        case goOn
        case ping
        /// Tell the peer why the socket ends.
        case close(String)
        /// End the connection without a word.
        case cut
    }

    /// Deadlines in ticks.
    struct Limits {
        var ping: Int
        var writing: Int
        var closing: Int
    }

    private let limits: Limits
    private var tick: Int
    private var lastHeard: Int
    private var hasPinged = false
    /// When some of what waits was last taken, and how much waited then.
    private var lastTaken: Int
    private var unsentSize = 0
    private var closingSince: Int?

    init(_ limits: Limits, tick: Int) {
        self.limits = limits
        self.tick = tick
        lastHeard = tick
        lastTaken = tick
    }

    /// Bytes came.
    mutating func heard() {
        lastHeard = tick
        hasPinged = false
    }

    /// - Parameter isOpen: no close frame was sent or received yet.
    mutating func advance(to tick: Int, unsentSize: Int, isOpen: Bool) -> Action {
        self.tick = tick
        if unsentSize == 0 || unsentSize < self.unsentSize { lastTaken = tick }
        self.unsentSize = unsentSize
        guard isOpen else {
            let since = closingSince ?? tick
            closingSince = since
            return tick - since > limits.closing ? .cut : .goOn
        }
        if tick - lastTaken > limits.writing { return .close("You read too slowly: \(unsentSize) bytes wait for you.") }
        if tick - lastHeard > 2 * limits.ping { return .close("You have not answered a ping.") }
        guard tick - lastHeard > limits.ping, !hasPinged else { return .goOn }
        hasPinged = true
        return .ping
    }
}
