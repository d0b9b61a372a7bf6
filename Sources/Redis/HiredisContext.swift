private import CHiredis
private import Glibc

/// Owns one non-blocking `redisContext`: hiredis' buffers and its reader of RESP.
///
/// Not `redisAsyncContext`, tried first: in 0.14 an answer nobody asked for ends the process (`assert` in `async.c`), so
/// a broken server could end ours; and it frees itself inside callbacks. Here nothing calls back, and one owner frees.
@safe final class HiredisContext {
    /// What one `read` of hiredis takes at most.
    private static let readSize = 16 * 1024

    /// Nil once closed.
    private var raw: UnsafeMutablePointer<redisContext>?

    /// Begins to connect. `host` is a number, not a name, since hiredis would block while it asks for a name's address.
    init(host: String, port: Int32) throws(RedisError) {
        unsafe raw = redisConnectNonBlock(host, port)
        try check()
    }

    /// Begins to connect to a unix socket.
    init(path: String) throws(RedisError) {
        unsafe raw = redisConnectUnixNonBlock(path)
        try check()
    }

    deinit { close() }

    /// Closes the socket now rather than with the last reference.
    func close() {
        if let context = unsafe raw { unsafe redisFree(context) }
        unsafe raw = nil
    }

    private func check() throws(RedisError) {
        guard let context = unsafe raw else { throw .unavailable(reason: "hiredis is out of memory") }
        guard unsafe context.pointee.err == 0 else { throw .unavailable(reason: errorMessage) }
        // A program started later must not hold the connection open.
        _ = unsafe fcntl(context.pointee.fd, F_SETFD, FD_CLOEXEC)
        unsafe context.pointee.reader.pointee.fn = BoundedReplies.functions
    }

    var descriptor: Int32 { unsafe raw?.pointee.fd ?? -1 }

    /// What went wrong, in hiredis' or the system's words.
    var errorMessage: String {
        guard let context = unsafe raw else { return "it is closed" }
        if unsafe context.pointee.err == REDIS_ERR_OOM {
            return "an answer announced more than \(BoundedReplies.largestArray) elements, or memory is short"
        }
        return unsafe withUnsafeBytes(of: context.pointee.errstr) { text in
            unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    // MARK: Sending

    /// Puts a command into the buffer of what is to be sent; false when out of memory.
    func append(_ command: RedisCommand) -> Bool {
        guard let context = unsafe raw else { return false }
        let count = command.ends.count
        return unsafe command.content.withUnsafeBytes { content in
            unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { starts in
                unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { lengths in
                    var start = 0
                    for (index, end) in command.ends.enumerated() {
                        let first = unsafe content.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
                        unsafe starts.initializeElement(at: index, to: first)
                        unsafe lengths.initializeElement(at: index, to: end - start)
                        start = end
                    }
                    return unsafe redisAppendCommandArgv(
                        context, Int32(count), starts.baseAddress, lengths.baseAddress) == REDIS_OK
                }
            }
        }
    }

    enum Flushed { case all, some, failed }

    /// Writes what the socket has room for. A connection that could not be made fails here.
    func flush() -> Flushed {
        guard let context = unsafe raw else { return .failed }
        var isDone: Int32 = 0
        guard unsafe redisBufferWrite(context, &isDone) == REDIS_OK else { return .failed }
        return isDone != 0 ? .all : .some
    }

    // MARK: Receiving

    enum Reading { case all, maybeMore, failed }

    /// Takes in a piece of what the socket has. Only after `nextReply` said `.none`.
    func read() -> Reading {
        guard let context = unsafe raw else { return .failed }
        let before = unsafe context.pointee.unreadBytes
        guard unsafe redisBufferRead(context) == REDIS_OK else { return .failed }
        return unsafe context.pointee.unreadBytes - before == Self.readSize ? .maybeMore : .all
    }

    enum Received {
        case value(RedisValue)
        /// The next answer is not complete yet.
        case none
        /// What came is not RESP2; nothing after it can be read.
        case failed
    }

    func nextReply() -> Received {
        guard let context = unsafe raw else { return .none }
        var reply: UnsafeMutableRawPointer?
        guard unsafe redisGetReplyFromReader(context, &reply) == REDIS_OK else { return .failed }
        guard let reply = unsafe reply else { return .none }
        defer { unsafe freeReplyObject(reply) }
        return unsafe .value(RedisValue(reply.assumingMemoryBound(to: redisReply.self)))
    }
}

extension redisContext {
    fileprivate var unreadBytes: Int {
        guard let reader = unsafe reader else { return 0 }
        return unsafe reader.pointee.len - reader.pointee.pos
    }
}
