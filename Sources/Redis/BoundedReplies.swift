internal import CHiredis

/// hiredis' own makers of replies, but for arrays that announce more elements than any honest answer has.
///
/// hiredis believes the announced number: it reserves the room at once, and to free it looks at every element, which
/// for `*2147483647` held the loop for eight seconds.
@safe enum BoundedReplies {
    static let largestArray: Int32 = 1_000_000

    /// Made once, never changed and never freed, since every reader points to it.
    nonisolated(unsafe) static let functions: UnsafeMutablePointer<redisReplyObjectFunctions> = {
        let bounded = UnsafeMutablePointer<redisReplyObjectFunctions>.allocate(capacity: 1)
        unsafe bounded.initialize(to: original)
        unsafe bounded.pointee.createArray = { task, count in
            // For hiredis nothing means that memory is short, which ends the connection.
            unsafe count > largestArray ? nil : original.createArray(task, count)
        }
        return unsafe bounded
    }()

    /// What every reader of hiredis begins with.
    private static let original: redisReplyObjectFunctions = {
        guard let reader = unsafe redisReaderCreate() else { preconditionFailure("hiredis is out of memory") }
        defer { unsafe redisReaderFree(reader) }
        return unsafe reader.pointee.fn.pointee
    }()
}
