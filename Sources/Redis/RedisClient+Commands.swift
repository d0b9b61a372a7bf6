/// The commands the server uses, with their answers' types (https://redis.io/commands).
extension RedisClient {
    /// `GET`: the bytes under a key; nil when there are none.
    package func get(_ key: String) async throws(RedisError) -> [UInt8]? {
        switch try await command(RedisCommand("GET", key)) {
        case .bytes(let bytes): bytes
        case .null: nil
        case let other: throw .unexpected(other)
        }
    }

    /// `SET`, with `PX` when a lifetime is given, which is rounded up to whole milliseconds.
    package func set(_ key: String, _ bytes: [UInt8], for lifetime: Duration? = nil) async throws(RedisError) {
        var set = RedisCommand("SET", key)
        set.append(bytes)
        if let lifetime {
            set.append("PX")
            set.append(lifetime.wholeMilliseconds)
        }
        let answer = try await command(set)
        guard answer == .status("OK") else { throw .unexpected(answer) }
    }

    /// `DEL`: how many of the keys there were.
    @discardableResult
    package func delete(_ keys: [String]) async throws(RedisError) -> Int64 {
        guard !keys.isEmpty else { return 0 }
        var delete = RedisCommand("DEL")
        for key in keys { delete.append(key) }
        let answer = try await command(delete)
        guard case .int(let deleted) = answer else { throw .unexpected(answer) }
        return deleted
    }

    /// `PUBLISH`: how many subscribers the message was passed to.
    @discardableResult
    package func publish(_ message: [UInt8], on channel: String) async throws(RedisError) -> Int64 {
        var publish = RedisCommand("PUBLISH", channel)
        publish.append(message)
        let answer = try await command(publish)
        guard case .int(let subscribers) = answer else { throw .unexpected(answer) }
        return subscribers
    }
}

extension Duration {
    /// Rounded up, and at least 1: Redis refuses a lifetime of nothing.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
        return max(1, seconds * 1000 + whole + (rest > 0 ? 1 : 0))
    }
}
