import EventLoop
import GraphQL
import PostgreSQL

extension FieldError {
    /// What a client may read of an error that was not made for it. What the server is to blame for is masked; the log
    /// has all of it under the request's trace id.
    init(_ error: any Error, at field: PlannedField, _ context: RequestContext) {
        if let explained = Self.explanation(of: error) {
            self = explained
        } else {
            Self.log(error, at: field, context)
            self.init(
                "The server failed to answer this field. Its log tells more under the trace id.", code: .internal,
                extensions: [ErrorExtension("traceId", .string("\(context.traceID)"))])
        }
    }

    /// What a client may know of an error; nil if that is nothing.
    static func explanation(of error: any Error) -> FieldError? {
        switch error {
        case is CancellationError, PostgreSQLError.cancelled:
            FieldError("The request took too long and was ended; the rest of the answer is complete.", code: .timeout)
        case PostgreSQLError.overloaded, PostgreSQLError.unavailable, PostgreSQLError.timeout,
            PostgreSQLError.rolledBack:
            FieldError("The database does not answer at the moment; nothing was changed, try again.", code: .timeout)
        case PostgreSQLError.outcomeUnknown:
            FieldError(
                "The database's answer to this change was lost: it may or may not have taken effect. "
                    + "Look before trying again; a change with an idempotency key may be repeated.",
                code: .outcomeUnknown)
        case let failure as PostgreSQLError where failure.state == .datetimeFieldOverflow:
            FieldError("A day was given that is not in the calendar.", code: .badUserInput)
        default: nil
        }
    }

    private static func log(_ error: any Error, at field: PlannedField, _ context: RequestContext) {
        var line = Array(
            "{\"level\":\"error\",\"trace\":\"\(context.traceID)\",\"field\":\"\(field.coordinate)\",\"error\":".utf8)
        appendJSONString("\(error)", to: &line)
        line += Array("}\n".utf8)
        LogWriter.standardError.write(line)
    }
}
