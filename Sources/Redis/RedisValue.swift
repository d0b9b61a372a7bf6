internal import CHiredis

/// An answer of Redis (RESP2).
package enum RedisValue: Hashable, Sendable {
    case null
    case int(Int64)
    case bytes([UInt8])
    case array([RedisValue])
    /// A short word of Redis' own: `OK`, `PONG`.
    case status(String)
    /// An error inside an array, as a script or a transaction may return. Alone it is thrown as `RedisError.refused`.
    case error(String)
}

extension RedisValue {
    /// Copies what hiredis read; the reply stays its owner's.
    init(_ reply: UnsafePointer<redisReply>) {
        let content = unsafe reply.pointee
        switch unsafe content.type {
        case REDIS_REPLY_INTEGER: self = .int(unsafe content.integer)
        case REDIS_REPLY_STRING: self = .bytes(unsafe content.bytes)
        case REDIS_REPLY_STATUS: self = .status(unsafe String(decoding: content.bytes, as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .error(unsafe String(decoding: content.bytes, as: UTF8.self))
        case REDIS_REPLY_ARRAY: self = .array(unsafe content.values)
        default: self = .null
        }
    }
}

extension redisReply {
    fileprivate var bytes: [UInt8] {
        guard let start = unsafe str else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: len))
    }

    fileprivate var values: [RedisValue] {
        unsafe UnsafeBufferPointer(start: element, count: elements).map { reply in
            guard let reply = unsafe reply else { return .null }
            return unsafe RedisValue(reply)
        }
    }
}
