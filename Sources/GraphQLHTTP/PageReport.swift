private import GraphQL

/// How a request for anything but GraphQL went, for the log.
package struct PageReport: Sendable {
    let method: String
    let path: String
    let status: Int
    let duration: Duration
    let clientAddress: String

    package init(method: String, path: String, status: Int, duration: Duration, clientAddress: String) {
        self.method = method
        self.path = path
        self.status = status
        self.duration = duration
        self.clientAddress = clientAddress
    }
}

extension PageReport {
    /// One line of the log.
    func append(to lines: inout [UInt8], at clock: inout LogClock) {
        lines += "{\"time\":\"".utf8
        clock.append(to: &lines)
        lines += "\",\"client\":".utf8
        appendJSONString(clientAddress, to: &lines)
        lines += ",\"method\":".utf8
        appendJSONString(method, to: &lines)
        lines += ",\"path\":".utf8
        appendJSONString(path, to: &lines)
        lines += ",\"status\":".utf8
        appendJSON(Int64(status), to: &lines)
        lines += ",\"microseconds\":".utf8
        appendJSON(Int64(duration / .microseconds(1)), to: &lines)
        lines += "}\n".utf8
    }
}
