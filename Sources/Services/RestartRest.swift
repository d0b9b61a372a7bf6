/// How long a service that ended rests before it is started again: hardly at first, twice as long after each end that
/// follows soon, so that one that cannot run does not keep the machine busy.
struct RestartRest {
    static let shortest = Duration.milliseconds(100)
    static let longest = Duration.seconds(10)

    private var following = shortest

    mutating func next(afterRunning running: Duration) -> Duration {
        if running > Self.longest { following = Self.shortest }
        defer { following = min(following * 2, Self.longest) }
        return following
    }
}
