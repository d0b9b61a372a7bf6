private import Glibc

/// Writes status lines and headers into one buffer that is used again for every answer of a loop.
struct ResponseHead {
    private(set) var bytes: [UInt8] = []
    /// Second of the clock that `dateLine` shows.
    private var dateSecond = -1
    private var dateLine: [UInt8] = []

    /// How the connection goes on after this answer, as far as the client must be told.
    enum Persistence {
        case isImplied
        case close
        /// An HTTP/1.0 client that asked for it.
        case keepAlive
    }

    /// Starts a head. `length` is the `Content-Length`, nil where none may be sent.
    mutating func write(_ response: HTTPResponse, length: Int?, persistence: Persistence) {
        bytes.removeAll(keepingCapacity: true)
        if response.status == .ok {
            append("HTTP/1.1 200 OK\r\n")
        } else {
            bytes += "HTTP/1.1 \(response.status.code) \(response.status.phrase)\r\n".utf8
        }
        bytes += response.headers.lines
        appendDate()
        if let length {
            append("Content-Length: ")
            append(decimal: length)
            append("\r\n")
        }
        switch persistence {
        case .isImplied: break
        case .close: append("Connection: close\r\n")
        case .keepAlive: append("Connection: keep-alive\r\n")
        }
    }

    mutating func append(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(decimal number: Int) {
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var first = 20
        var rest = number
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<20 { bytes.append(digits[index]) }
    }

    /// `Date` in the form of RFC 9110, section 5.6.7, formatted once a second.
    private mutating func appendDate() {
        var second = time_t()
        unsafe time(&second)
        if second != dateSecond {
            dateSecond = second
            dateLine = Self.formatDate(second)
        }
        bytes += dateLine
    }

    static func formatDate(_ second: Int) -> [UInt8] {
        var second = second
        var parts = unsafe tm()
        unsafe gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = unsafe "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)])"
        let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return unsafe Array("Date: \(day) \(parts.tm_year + 1900) \(time) GMT\r\n".utf8)
    }
}
