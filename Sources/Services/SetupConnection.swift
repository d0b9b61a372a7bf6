private import CLibpq

/// A blocking connection to a private PostgreSQL, used while it starts; requests never see one.
@safe struct SetupConnection: ~Copyable {
    private let raw: OpaquePointer?

    init(_ url: String) throws(ServiceError) {
        unsafe raw = PQconnectdb(url)
        guard unsafe PQstatus(raw) == CONNECTION_OK else { throw .setupRefused(statement: "connect", reason: message) }
    }

    deinit { unsafe PQfinish(raw) }

    /// Runs a statement without parameters; answers the first value of the first row, nil when there is none.
    @discardableResult
    func value(_ statement: String) throws(ServiceError) -> String? {
        let result = unsafe PQexec(raw, statement)
        defer { unsafe PQclear(result) }
        let status = unsafe PQresultStatus(result)
        guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
            throw .setupRefused(statement: statement, reason: message)
        }
        guard unsafe PQntuples(result) > 0, let value = unsafe PQgetvalue(result, 0, 0) else { return nil }
        return unsafe String(cString: value)
    }

    /// Whether a server answers at that address; no user, role or database is looked at.
    static func isAnswered(_ url: String) -> Bool { unsafe PQping(url) == PQPING_OK }

    private var message: String {
        let words = unsafe PQerrorMessage(raw).map { unsafe String(cString: $0) } ?? ""
        return words.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
