/// Counts in windows of time, by key: what the scripts of `RateStore` do in Redis, done in process while Redis is away.
///
/// It knows no clock; moments are milliseconds of any clock that goes forward.
struct WindowTable: Sendable {
    private struct Window {
        var used: Int
        let end: Int64
    }

    private var windows: [String: Window] = [:]
    private let capacity: Int

    /// - Parameter capacity: how many keys are counted; beyond it the counts begin anew.
    init(capacity: Int = 100_000) { self.capacity = capacity }

    /// Counts one attempt under each key, unless one of them has none left: then none is counted.
    ///
    /// - Returns: how long to wait in milliseconds; 0 if the attempt may be made.
    mutating func attempt(_ keys: [RateKey], now: Int64) -> Int64 {
        let waits = keys.compactMap { key -> Int64? in
            guard let window = living(key.name, now), window.used >= key.limit else { return nil }
            return window.end - now
        }
        if let wait = waits.max() { return wait }
        for key in keys { use(1, of: key, now) }
        return 0
    }

    /// Takes as much as is wanted and there, if that is enough.
    mutating func lease(_ key: RateKey, least: Int, wanted: Int, now: Int64) -> RateLease {
        let window = living(key.name, now)
        let room = key.limit - (window?.used ?? 0)
        let end = window?.end ?? now + key.window
        guard room >= least else { return RateLease(granted: 0, room: room, remaining: end - now) }
        let granted = min(room, wanted)
        use(granted, of: key, now)
        return RateLease(granted: granted, room: room - granted, remaining: end - now)
    }

    /// Forgets what was counted under a key.
    mutating func clear(_ key: RateKey) { windows[key.name] = nil }

    private func living(_ name: String, _ now: Int64) -> Window? {
        windows[name].flatMap { $0.end > now ? $0 : nil }
    }

    private mutating func use(_ count: Int, of key: RateKey, _ now: Int64) {
        if windows.count >= capacity, windows[key.name] == nil {
            windows = windows.filter { $0.value.end > now }
            if windows.count >= capacity { windows = [:] }
        }
        var window = living(key.name, now) ?? Window(used: 0, end: now + key.window)
        window.used += count
        windows[key.name] = window
    }
}

/// What is counted, and how much of it a window allows.
struct RateKey: Hashable, Sendable {
    let name: String
    let limit: Int
    /// In milliseconds.
    let window: Int64
}

/// A part of a window's allowance, to be spent without asking again.
struct RateLease: Hashable, Sendable {
    /// 0 if there is not enough.
    let granted: Int
    /// What others may still take.
    let room: Int
    /// Of the window, in milliseconds.
    let remaining: Int64
}
