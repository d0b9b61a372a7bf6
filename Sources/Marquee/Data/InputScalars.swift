import GraphQL

/// How the schema's own scalars read input. What they let pass is of the form PostgreSQL reads; whether a day is one of
/// the calendar is seen where it is used, so that mutations tell it with their other user errors.
enum InputScalars {
    static let all: [String: ScalarCoercion] = [
        "Date": date, "DateTime": dateTime, "Stars": stars, "CountryCode": country, "TimeZone": zone,
    ]

    private static let date: ScalarCoercion = { value throws(GraphQLError) in
        guard let text = value.string, hasFormOfDay(Array(text.utf8)) else {
            throw GraphQLError("Date expects a day as YYYY-MM-DD, found \(shown(value)).")
        }
        return value
    }

    private static let dateTime: ScalarCoercion = { value throws(GraphQLError) in
        guard let text = value.string, Moment(rfc3339: text) != nil else {
            throw GraphQLError(
                "DateTime expects a time by RFC 3339 such as 2026-11-21T20:15:00Z, found \(shown(value)).")
        }
        return value
    }

    private static let stars: ScalarCoercion = { value throws(GraphQLError) in
        let number: Double? =
            switch value {
            case .int(let number): Double(number)
            case .float(let number): number
            default: nil
            }
        guard let number, 0.5...5 ~= number, (number * 2).rounded() == number * 2 else {
            throw GraphQLError("Stars expects a number from 0.5 to 5 in steps of 0.5, found \(shown(value)).")
        }
        return .float(number)
    }

    private static let country: ScalarCoercion = { value throws(GraphQLError) in
        guard let text = value.string, text.utf8.count == 2,
            text.utf8.allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 })
        else {
            throw GraphQLError("CountryCode expects two capital letters of ISO 3166-1, found \(shown(value)).")
        }
        return value
    }

    /// Names of the IANA database are of this form; which there are, PostgreSQL knows.
    private static let zone: ScalarCoercion = { value throws(GraphQLError) in
        guard let text = value.string, isZoneName(Array(text.utf8)) else {
            throw GraphQLError(
                "TimeZone expects a name of the IANA database, such as \"Europe/Vienna\" or \"UTC\", found \(shown(value))."
            )
        }
        return value
    }

    /// Parts of letters, digits, `_`, `+` and `-`, between slashes, each beginning with a letter.
    static func isZoneName(_ bytes: [UInt8]) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }
        func isInner(_ byte: UInt8) -> Bool {
            isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_+-".utf8.contains(byte)
        }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return bytes.count <= 64 && parts.allSatisfy { $0.first.map(isLetter) ?? false && $0.allSatisfy(isInner) }
    }

    private static func shown(_ value: InputValue) -> String {
        var buffer = ResponseBuffer()
        buffer.append(value)
        return String(buffer.finish().text.prefix(80))
    }

    /// Whether the bytes are digits as in `YYYY-MM-DD`.
    private static func hasFormOfDay(_ bytes: [UInt8]) -> Bool {
        bytes.count == 10
            && bytes.enumerated().allSatisfy { place, byte in
                place == 4 || place == 7
                    ? byte == UInt8(ascii: "-") : UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            }
    }

    /// Whether the bytes are `YYYY-MM-DD` and name a day of the Gregorian calendar from the year 1 on.
    static func isDay(_ bytes: [UInt8]) -> Bool {
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(0) { sum, byte in
                guard let sum, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
                return sum * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year > 0, 1...12 ~= month
        else { return false }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return 1...days[month - 1] ~= day
    }
}
