import EventLoop
package import Redis

/// What a process counts while Redis is away, for all its loops.
package struct RateFallback: Sendable {
    let counts = Locked(WindowTable())

    package init() {}
}

/// Where limits are counted for all loops and servers: in Redis, each step by one script, so that no two callers see the
/// same point left; in process while Redis is away, when each server allows the whole limit.
package struct RateStore: Sendable {
    private let redis: RedisClient?
    private let prefix: String
    private let table: RateFallback

    /// - Parameters:
    ///   - redis: of the loop that asks; nil to count in process only.
    ///   - deployment: names the database, so that servers of another one that share the Redis count apart.
    ///   - table: shared by the loops of a process.
    package init(redis: RedisClient?, deployment: String, table: RateFallback) {
        self.redis = redis
        prefix = "marquee:\(deployment):rate:"
        self.table = table
    }

    /// As `WindowTable.attempt`.
    func attempt(_ keys: [RateKey]) async -> Int64 {
        let arguments = keys.flatMap { [Int64($0.limit), $0.window] }
        if case .int(let wait) = await run(Self.attemptScript, keys, arguments) { return wait }
        return table.counts.withLock { $0.attempt(keys, now: Self.now) }
    }

    /// As `WindowTable.lease`.
    func lease(_ key: RateKey, least: Int, wanted: Int) async -> RateLease {
        let arguments = [Int64(key.limit), key.window, Int64(least), Int64(wanted)]
        if case .array(let values) = await run(Self.leaseScript, [key], arguments), values.count == 3,
            case .int(let granted) = values[0], case .int(let room) = values[1], case .int(let remaining) = values[2]
        {
            return RateLease(granted: Int(granted), room: Int(room), remaining: remaining)
        }
        return table.counts.withLock { $0.lease(key, least: least, wanted: wanted, now: Self.now) }
    }

    func clear(_ key: RateKey) async {
        _ = try? await redis?.delete([prefix + key.name])
        table.counts.withLock { $0.clear(key) }
    }

    /// Nil while Redis is away.
    private func run(_ script: RedisScript, _ keys: [RateKey], _ arguments: [Int64]) async -> RedisValue? {
        guard let redis else { return nil }
        return try? await redis.run(
            script, keys: keys.map { prefix + $0.name }, arguments: arguments.map { Array("\($0)".utf8) })
    }

    private static var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    private static let start = ContinuousClock.now

    /// Of each key the arguments are its limit and its window.
    private static let attemptScript = RedisScript(
        """
        local wait = 0
        for i, key in ipairs(KEYS) do
          if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then
            wait = math.max(wait, redis.call('PTTL', key))
          end
        end
        if wait > 0 then return wait end
        for i, key in ipairs(KEYS) do
          redis.call('INCR', key)
          if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, ARGV[2 * i]) end
        end
        return 0
        """)

    /// The arguments are limit, window, the least and the most to take.
    private static let leaseScript = RedisScript(
        """
        local used, left = tonumber(redis.call('GET', KEYS[1]) or '0'), redis.call('PTTL', KEYS[1])
        if left <= 0 then used, left = 0, tonumber(ARGV[2]) end
        local room = tonumber(ARGV[1]) - used
        if room < tonumber(ARGV[3]) then return {0, room, left} end
        local granted = math.min(room, tonumber(ARGV[4]))
        redis.call('SET', KEYS[1], used + granted, 'PX', left)
        return {granted, room - granted, left}
        """)
}
