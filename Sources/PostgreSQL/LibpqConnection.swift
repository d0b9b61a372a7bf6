internal import CLibpq

/// Owns one `PGconn`: every call of libpq a connection needs, none of which blocks once it is open.
///
/// libpq 15 writes to the socket by itself with every `PQpipelineSync`; `flush()` sends what the socket had no room for.
@safe final class LibpqConnection {
    /// Nil once closed: libpq takes a null pointer for a broken connection.
    private var raw: OpaquePointer?

    /// Takes the connection over.
    init(_ raw: OpaquePointer) {
        unsafe self.raw = unsafe raw
        // Notices of a session nobody watches would go to standard error.
        unsafe PQsetNoticeReceiver(raw, { _, _ in }, nil)
    }

    deinit { unsafe PQfinish(raw) }

    /// Closes the socket now rather than with the last reference.
    func close() {
        unsafe PQfinish(raw)
        unsafe raw = nil
    }

    // MARK: Opening

    /// Begins to connect; resolves the host's name, so it may block: for side threads.
    static func start(_ settings: ConnectionSettings) -> UInt? {
        unsafe settings.withArrays { keys, values in
            unsafe UInt(bitPattern: PQconnectStartParams(keys, values, 0))
        }
    }

    /// Takes over what `start` began on another thread.
    convenience init?(started address: UInt) {
        guard let raw = unsafe OpaquePointer(bitPattern: address) else { return nil }
        unsafe self.init(raw)
    }

    /// Ends what `start` began for somebody who does not want it any more.
    @Sendable static func discard(started address: UInt?) {
        unsafe PQfinish(address.flatMap { unsafe OpaquePointer(bitPattern: $0) })
    }

    /// What opening waits for next.
    enum Progress { case reading, writing, open, failed }

    func poll() -> Progress {
        switch unsafe PQconnectPoll(raw) {
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        case PGRES_POLLING_OK: .open
        default: .failed
        }
    }

    var hasFailed: Bool { unsafe PQstatus(raw) == CONNECTION_BAD }

    /// False when libpq is out of memory.
    func enterPipeline() -> Bool {
        unsafe PQsetnonblocking(raw, 1) == 0 && PQenterPipelineMode(raw) == 1
    }

    // MARK: What is known

    var descriptor: Int32 { unsafe PQsocket(raw) }
    /// The process that serves this session, or what a pooler in between pretends.
    var backendID: Int32 { unsafe PQbackendPID(raw) }
    var isInTransaction: Bool { unsafe PQtransactionStatus(raw) != PQTRANS_IDLE }
    var errorMessage: String {
        guard let text = unsafe PQerrorMessage(raw) else { return "" }
        return unsafe String(cString: text).trimmed
    }

    // MARK: Sending

    func prepare(_ statement: Statement, generation: Int) -> Bool {
        unsafe statement.wireName(generation).withUnsafeBufferPointer { name in
            unsafe statement.wireText.withUnsafeBufferPointer { text in
                unsafe PQsendPrepare(raw, name.baseAddress, text.baseAddress, 0, nil) == 1
            }
        }
    }

    /// Sends the statement with the parameters the buffer holds; results come in text format.
    func execute(_ statement: Statement, generation: Int, _ parameters: borrowing ParameterBuffer) -> Bool {
        unsafe statement.wireName(generation).withUnsafeBufferPointer { name in
            unsafe parameters.withValues { values, count in
                unsafe PQsendQueryPrepared(raw, name.baseAddress, count, values, nil, nil, 0) == 1
            }
        }
    }

    func sync() -> Bool { unsafe PQpipelineSync(raw) == 1 }

    enum Flushed { case all, some, failed }

    func flush() -> Flushed {
        switch unsafe PQflush(raw) {
        case 0: .all
        case 1: .some
        default: .failed
        }
    }

    // MARK: Receiving

    /// Reads what the socket has; false when the connection is gone.
    func consumeInput() -> Bool { unsafe PQconsumeInput(raw) == 1 }

    /// The next result is not complete yet.
    var isBusy: Bool { unsafe PQisBusy(raw) == 1 }

    /// What `PQgetResult` says next.
    enum Received {
        case rows(Rows)
        case failure(ServerError)
        /// Not run, because a command before it in the same Sync failed.
        case aborted
        /// No more results of this command.
        case endOfCommand
        case sync
    }

    /// Call only while not busy. `name` goes into errors.
    func receive(for name: @autoclosure () -> String) -> Received {
        guard let result = unsafe PQgetResult(raw) else { return .endOfCommand }
        switch unsafe PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return unsafe .rows(Rows(result))
        case PGRES_PIPELINE_SYNC:
            unsafe PQclear(result)
            return .sync
        case PGRES_PIPELINE_ABORTED:
            unsafe PQclear(result)
            return .aborted
        default:
            defer { unsafe PQclear(result) }
            return unsafe .failure(ServerError(result, statement: name()))
        }
    }

    /// The next NOTIFY that has arrived: its channel and payload.
    func nextNotification() -> (channel: String, payload: String)? {
        guard let found = unsafe PQnotifies(raw) else { return nil }
        defer { unsafe PQfreemem(found) }
        return unsafe (String(cString: found.pointee.relname), String(cString: found.pointee.extra))
    }

    // MARK: Cancelling

    /// What cancels the statement that runs now; nil when out of memory.
    func cancelTicket() -> CancelTicket? { unsafe CancelTicket(raw) }
}
