/// When the keys of a set are made, begin to sign, and go; in seconds. It knows no clock and no files.
struct KeySchedule: Sendable {
    /// How old the newest key gets before another one is made.
    var rotation: Int64 = 30 * 24 * 60 * 60
    /// How long a key is published before it signs, so that every server knows it by then.
    var lead: Int64 = 5 * 60
    /// How long a key verifies after the next began to sign: longer than any token lives.
    var retention: Int64 = 24 * 60 * 60

    /// - Parameter births: when the keys were made, oldest first.
    func needsKey(_ births: [Int64], now: Int64) -> Bool { births.last.map { $0 + rotation <= now } ?? true }

    /// Which key signs: the newest that has been published long enough, otherwise the oldest. There has to be one.
    func signing(_ births: [Int64], now: Int64) -> Int { births.lastIndex { $0 + lead <= now } ?? 0 }

    /// How many keys, of the oldest, are needed no more.
    func outdated(_ births: [Int64], now: Int64) -> Int {
        guard !births.isEmpty else { return 0 }
        let signing = signing(births, now: now)
        return births[signing] + lead + retention <= now ? signing : 0
    }
}
