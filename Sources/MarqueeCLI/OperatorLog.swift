internal import EventLoop
internal import GraphQL
internal import GraphQLHTTP

/// What an operator should know of that belongs to no request: a line of JSON each on standard error.
enum OperatorLog {
    /// Something is worse than it should be; the server goes on.
    static func warn(_ message: String) { write("warning", message) }
    /// It is mended.
    static func note(_ message: String) { write("info", message) }

    private static func write(_ level: String, _ message: String) {
        var line = Array("{\"time\":\"".utf8)
        var clock = LogClock()
        clock.append(to: &line)
        line += "\",\"level\":\"\(level)\",\"message\":".utf8
        appendJSONString(message, to: &line)
        line += "}\n".utf8
        LogWriter.standardError.write(line)
    }
}
