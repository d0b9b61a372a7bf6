private import Glibc
import GraphQL

/// A point in time in whole seconds since 1970, answered as a `DateTime`.
struct Moment: Hashable, Comparable, Sendable {
    let seconds: Int64

    static var now: Moment { Moment(seconds: Int64(time(nil))) }

    static func + (moment: Moment, seconds: Int64) -> Moment { Moment(seconds: moment.seconds + seconds) }
    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
}

extension Moment {
    /// A text of RFC 3339 with its offset; fractions of a second are dropped. Nil for any other text, for those that
    /// PostgreSQL does not read, or not give back in this form (offsets of 16 hours and more, where nobody lives, years by
    /// UTC that have not four digits, also when it rounds the second up), and for more than nine digits behind the second.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func two(_ place: Int) -> Int32? {
            guard bytes.count > place + 1, let high = Self.digit(bytes[place]), let low = Self.digit(bytes[place + 1])
            else { return nil }
            return high * 10 + low
        }
        guard bytes.count >= 20, InputScalars.isDay(Array(bytes[..<10])),
            [UInt8(ascii: "T"), 0x74].contains(bytes[10]),
            let hour = two(11), bytes[13] == UInt8(ascii: ":"), let minute = two(14), bytes[16] == UInt8(ascii: ":"),
            let second = two(17), hour < 24, minute < 60, second < 60, let century = two(0), let year = two(2),
            let month = two(5), let day = two(8)
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { Self.digit($0) != nil }
            guard 1...9 ~= digits.count else { return nil }
            rest = rest[digits.endIndex...]
        }
        var offset: Int64 = 0
        if [[UInt8(ascii: "Z")], [UInt8(ascii: "z")]].contains(Array(rest)) {
            offset = 0
        } else {
            let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
            guard rest.count == 6, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[rest.startIndex]),
                let hours = two(rest.startIndex + 1), bytes[rest.startIndex + 3] == UInt8(ascii: ":"),
                let minutes = two(rest.startIndex + 4), hours < 16, minutes < 60
            else { return nil }
            offset = sign * Int64(hours * 3600 + minutes * 60)
        }
        var parts = unsafe tm()
        unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday) = (century * 100 + year - 1900, month - 1, day)
        unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        seconds = unsafe Int64(timegm(&parts)) - offset
        guard Self.yearsOfFourDigits ~= seconds else { return nil }
    }

    /// From 0001-01-01T00:00:00Z to the second before the last of 9999, which a fraction may be rounded up from.
    private static let yearsOfFourDigits: ClosedRange<Int64> = -62_135_596_800...253_402_300_798

    private static func digit(_ byte: UInt8) -> Int32? {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte ? Int32(byte - UInt8(ascii: "0")) : nil
    }
}

extension Moment: LeafValue, CustomStringConvertible {
    /// RFC 3339 in UTC.
    var description: String {
        var seconds = Int(seconds)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(day)T\(time)Z"
    }

    func write(to buffer: inout ResponseBuffer) { buffer.appendString(description) }
}
