private import Glibc

/// The wall clock as logs show it (RFC 3339, UTC, milliseconds). The part up to the second is formatted once a second.
package struct LogClock {
    private var second = -1
    private var text: [UInt8] = []

    package init() {}

    package mutating func append(to lines: inout [UInt8]) {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        if now.tv_sec != second {
            second = now.tv_sec
            text = Self.format(second)
        }
        lines += text
        let milliseconds = now.tv_nsec / 1_000_000
        lines.append(UInt8(ascii: "."))
        for divisor in [100, 10, 1] { lines.append(UInt8(ascii: "0") + UInt8(milliseconds / divisor % 10)) }
        lines.append(UInt8(ascii: "Z"))
    }

    /// `2026-11-21T02:35:47`
    static func format(_ second: Int) -> [UInt8] {
        var second = second
        var parts = unsafe tm()
        unsafe gmtime_r(&second, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return Array("\(day)T\(time)".utf8)
    }
}
