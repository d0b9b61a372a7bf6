internal import CLibpq

/// A plain connection that blocks its thread: for commands and tests, never on a loop. Ends with its last reference.
@safe package final class OwnerConnection {
    private let raw: OpaquePointer
    private var buffer = ParameterBuffer()

    /// Connects and signs in.
    package init(_ settings: ConnectionSettings) throws(PostgreSQLError) {
        let opened = unsafe settings.withArrays { keys, values in unsafe PQconnectdbParams(keys, values, 0) }
        guard let raw = unsafe opened ?? nil else { throw .unavailable(reason: "libpq is out of memory") }
        guard unsafe PQstatus(raw) == CONNECTION_OK else {
            defer { unsafe PQfinish(raw) }
            throw .unavailable(reason: unsafe String(cString: PQerrorMessage(raw)).trimmed)
        }
        unsafe PQsetNoticeReceiver(raw, { _, _ in }, nil)
        unsafe self.raw = unsafe raw
    }

    /// As the owner, without a limit of time.
    package convenience init(url: String) throws(PostgreSQLError) {
        try self.init(ConnectionSettings(url: url))
    }

    deinit { unsafe PQfinish(raw) }

    package var backendID: Int32 { unsafe PQbackendPID(raw) }

    /// Runs a script of any number of statements, all in one transaction unless it begins its own; the last answer.
    @discardableResult
    package func execute(_ script: String, named name: String = "script") throws(PostgreSQLError) -> Rows {
        unsafe try take(PQexec(raw, script), name)
    }

    /// Runs one statement with parameters.
    @discardableResult
    package func query(
        _ sql: String, _ parameters: [Parameter] = [], named name: String = "statement"
    ) throws(PostgreSQLError) -> Rows {
        try buffer.encode(parameters)
        let result = unsafe buffer.withValues { values, count in
            unsafe PQexecParams(raw, sql, count, nil, values, nil, nil, 0)
        }
        return unsafe try take(result, name)
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
        let began = unsafe PQexec(raw, statement)
        guard unsafe PQresultStatus(began) == PGRES_COPY_IN else {
            _ = unsafe try take(began, "copy")
            throw PostgreSQLError.refused(reason: "not a statement of the form `copy … from stdin`: \(statement)")
        }
        unsafe PQclear(began)
        do {
            while let chunk = try next() {
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
        let result = unsafe PQgetResult(raw)
        defer { drain() }
        return unsafe try take(result, "copy").affected
    }

    /// Takes what libpq still has to say about a COPY.
    private func drain() {
        while let result = unsafe PQgetResult(raw) { unsafe PQclear(result) }
    }

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
