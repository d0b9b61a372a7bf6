/// Why Redis did not answer. None of them may change what a client of ours sees: the caller computes without Redis.
package enum RedisError: Error, Hashable, Sendable {
    /// `REDIS_URL` cannot be used; the reason says what to mend. Only while starting.
    case unusableAddress(reason: String)
    /// No connection is up, for this reason; nothing was sent.
    case unavailable(reason: String)
    /// So many commands are in flight that another would only wait too long; nothing was sent.
    case overloaded
    /// No answer came in time, and the connection was dropped. The command may have taken effect.
    case timeout(limit: Duration)
    /// The connection ended while the command was in flight. It may have taken effect.
    case connectionLost(reason: String)
    /// Redis answered with an error: its code, then its words (`WRONGTYPE Operation against …`).
    case refused(message: String)
    /// The answer is of another kind than the command's.
    case unexpected(RedisValue)
}

extension RedisError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusableAddress(let reason): "REDIS_URL cannot be used: \(reason)"
        case .unavailable(let reason): "Redis is bypassed: \(reason)"
        case .overloaded: "Redis is overloaded: too many commands are in flight"
        case .timeout(let limit): "Redis did not answer within \(limit)"
        case .connectionLost(let reason): "the connection to Redis ended: \(reason)"
        case .refused(let message): "Redis refused the command: \(message)"
        case .unexpected(let value): "Redis gave an answer of another kind than expected: \(value)"
        }
    }

    /// The code an error of Redis begins with: `NOSCRIPT`, `WRONGTYPE`, `ERR`.
    package var code: Substring? {
        guard case .refused(let message) = self else { return nil }
        return message.prefix { $0 != " " }
    }
}
