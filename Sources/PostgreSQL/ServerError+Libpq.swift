internal import CLibpq

extension ServerError {
    /// Reads the fields of a result that reports an error; the caller still owns the result.
    init(_ result: OpaquePointer, statement: String) {
        func field(_ code: Int32) -> String? {
            unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
        }
        func letter(_ character: Unicode.Scalar) -> Int32 { Int32(character.value) }
        let severity = field(letter("V"))
        // Without a state libpq itself made the error, and it does so when the connection has ended.
        let state = field(letter("C"))
        let whole = unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0).trimmed }
        self.init(
            state: SQLState(state ?? "08006"),
            message: field(letter("M")) ?? whole ?? "",
            detail: field(letter("D")),
            hint: field(letter("H")),
            schema: field(letter("s")),
            table: field(letter("t")),
            column: field(letter("c")),
            constraint: field(letter("n")),
            statement: statement,
            position: field(letter("P")).flatMap { Int($0) },
            isFatal: severity == "FATAL" || severity == "PANIC" || state == nil,
            routine: field(letter("R"))
        )
    }
}
