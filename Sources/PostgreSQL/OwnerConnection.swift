internal import CLibpq
package import EventLoop
internal import Glibc

/// A plain connection that blocks its thread: for commands and tests, never on a loop. Ends with its last reference.
///
/// With an interruption, a statement that is under way when it is raised is cancelled, and whatever is asked of the
/// connection from then on throws `PostgreSQLError.cancelled`.
@safe package final class OwnerConnection {
    private let raw: OpaquePointer
    private var buffer = ParameterBuffer()
    private let interruption: Interruption?

    /// Connects and signs in, which cannot be interrupted.
    package init(_ settings: ConnectionSettings, interruption: Interruption? = nil) throws(PostgreSQLError) {
        let opened = unsafe settings.withArrays { keys, values in unsafe PQconnectdbParams(keys, values, 0) }
        guard let raw = unsafe opened ?? nil else { throw .unavailable(reason: "libpq is out of memory") }
        guard unsafe PQstatus(raw) == CONNECTION_OK else {
            defer { unsafe PQfinish(raw) }
            throw .unavailable(reason: unsafe String(cString: PQerrorMessage(raw)).trimmed)
        }
        unsafe PQsetNoticeReceiver(raw, { _, _ in }, nil)
        unsafe self.raw = unsafe raw
        self.interruption = interruption
    }

    /// As the owner, without a limit of time.
    package convenience init(url: String, interruption: Interruption? = nil) throws(PostgreSQLError) {
        try self.init(ConnectionSettings(url: url), interruption: interruption)
    }

    deinit { unsafe PQfinish(raw) }

    package var backendID: Int32 { unsafe PQbackendPID(raw) }

    /// The major version of the server.
    package var serverVersion: Int { unsafe Int(PQserverVersion(raw)) / 10_000 }

    /// Shows the options the connection was made with, as far as they have a value.
    func withOptions(_ body: (_ keyword: String, _ value: String) -> Void) {
        guard let options = unsafe PQconninfo(raw) else { return }
        defer { unsafe PQconninfoFree(options) }
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe body(String(cString: keyword), String(cString: value))
            }
            unsafe option += 1
        }
    }

    /// Runs a script of any number of statements, all in one transaction unless it begins its own; the last answer.
    @discardableResult
    package func execute(_ script: String, named name: String = "script") throws(PostgreSQLError) -> Rows {
        unsafe try take(answer(to: PQsendQuery(raw, script)), name)
    }

    /// Runs one statement with parameters.
    @discardableResult
    package func query(
        _ sql: String, _ parameters: [Parameter] = [], named name: String = "statement"
    ) throws(PostgreSQLError) -> Rows {
        try buffer.encode(parameters)
        let isSent = unsafe buffer.withValues { values, count in
            unsafe PQsendQueryParams(raw, sql, count, nil, values, nil, nil, 0)
        }
        return unsafe try take(answer(to: isSent), name)
    }

    /// Runs `body` between BEGIN and COMMIT; rolls back when it throws.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try execute("begin")
        do {
            let value = try body()
            try execute("commit")
            return value
        } catch {
            _ = try? execute("rollback")
            throw error
        }
    }

    /// Runs `copy … from stdin` with the bytes `next` gives until nil; returns how many rows arrived.
    @discardableResult
    package func copy(_ statement: String, _ next: () throws -> [UInt8]?) throws -> Int {
        let began = unsafe try answer(to: PQsendQuery(raw, statement))
        guard unsafe PQresultStatus(began) == PGRES_COPY_IN else {
            _ = unsafe try take(began, "copy")
            throw PostgreSQLError.refused(reason: "not a statement of the form `copy … from stdin`: \(statement)")
        }
        unsafe PQclear(began)
        do {
            while let chunk = try next() {
                guard interruption?.isRaised != true else { throw PostgreSQLError.cancelled }
                let sent = unsafe chunk.withUnsafeBytes { bytes in
                    unsafe PQputCopyData(
                        raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
                }
                guard sent == 1 else { throw PostgreSQLError.outcomeUnknown }
            }
        } catch {
            unsafe PQputCopyEnd(raw, "ended by the sender: \(error)")
            drain()
            throw error
        }
        guard unsafe PQputCopyEnd(raw, nil) == 1 else { throw PostgreSQLError.outcomeUnknown }
        return unsafe try take(answer(to: 1), "copy").affected
    }

    /// Takes what libpq still has to say about a COPY that was given up.
    private func drain() {
        while let result = unsafe PQgetResult(raw) { unsafe PQclear(result) }
    }

    // MARK: Waiting

    /// The last result of what was sent, or the first if it begins a COPY.
    /// - Parameter isSent: what the function of libpq said that sent it: 1, or 0 if it failed.
    private func answer(to isSent: Int32) throws(PostgreSQLError) -> OpaquePointer? {
        var last: OpaquePointer?
        guard isSent == 1 else {
            // What was interrupted goes on on this connection.
            if interruption?.isRaised == true { throw .cancelled }
            return unsafe PQmakeEmptyPGresult(raw, PGRES_FATAL_ERROR)
        }
        while true {
            while unsafe PQisBusy(raw) == 1 {
                guard awaitInput() else {
                    unsafe PQclear(last)
                    cancel()
                    throw .cancelled
                }
                if unsafe PQconsumeInput(raw) == 0 { break }
            }
            guard let result = unsafe PQgetResult(raw) else { return unsafe last }
            unsafe PQclear(last)
            unsafe last = result
            if unsafe PQresultStatus(result) == PGRES_COPY_IN { return unsafe last }
        }
    }

    /// Waits until the server says something; false when the wait is interrupted.
    private func awaitInput() -> Bool {
        var watched = unsafe [
            pollfd(fd: PQsocket(raw), events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&watched, 2, -1) < 0, errno == EINTR {}
        return watched[1].revents == 0
    }

    /// So that the session ends with us: the server looks for its client's end only when a statement ends.
    private func cancel() { unsafe CancelTicket(raw)?.send() }

    private func take(_ result: OpaquePointer?, _ name: String) throws(PostgreSQLError) -> Rows {
        guard let result = unsafe result else { throw .outcomeUnknown }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return unsafe Rows(result)
        default:
            defer { unsafe PQclear(result) }
            if unsafe PQstatus(raw) == CONNECTION_BAD { throw .outcomeUnknown }
            throw unsafe .server(ServerError(result, statement: name))
        }
    }
}
