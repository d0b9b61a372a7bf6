internal import GraphQL
internal import HTTPServer
internal import Marquee
internal import Redis

/// How values of one kind are written in an environment variable.
struct SettingForm<Value: Sendable>: Sendable {
    /// Completes "expected …" in messages.
    let expected: String
    /// Nil when the text is not what is expected; throws where there is more to say than that.
    let read: @Sendable (String) throws -> Value?
    /// How help shows the default.
    let show: @Sendable (Value) -> String
    /// The text may hold a password, so messages leave it out.
    var isSecret = false
}

extension SettingForm<String> {
    static let text = SettingForm(expected: "a text", read: { $0 }, show: { $0 })
}

extension SettingForm<UInt16> {
    static let port = SettingForm(expected: "a port number from 0 to 65535", read: { UInt16($0) }, show: { "\($0)" })
}

extension SettingForm<Int> {
    static func count(to limit: Int) -> SettingForm {
        SettingForm(
            expected: "a number from 1 to \(limit)",
            read: { text in Int(text).flatMap { 1...limit ~= $0 ? $0 : nil } },
            show: { "\($0)" })
    }

    static let scryptCost = SettingForm(
        expected: "a number from 10 to 20",
        read: { text in Int(text).flatMap { 10...20 ~= $0 ? $0 : nil } },
        show: { "\($0)" })
}

extension SettingForm<[UInt8]?> {
    static let secret = SettingForm(
        expected: "a secret of at least 32 characters, such as `openssl rand -hex 32` gives",
        read: { text in text.utf8.count >= 32 ? Array(text.utf8) : .none },
        show: { _ in "(none)" },
        isSecret: true)
}

extension SettingForm<Int?> {
    /// How much of something is allowed.
    static let limit = SettingForm(
        expected: "a number from 1 to 1000000000, or off for no limit",
        read: { text in
            if text == "off" { return .some(nil) }
            // Nothing at all is a mistake; nothing inside means no limit.
            guard let number = Int(text), 1...1_000_000_000 ~= number else { return .none }
            return .some(number)
        },
        show: { $0.map { "\($0)" } ?? "off" })

    /// A number, or nil for `off` or `0`.
    static func countOrOff(to limit: Int) -> SettingForm {
        SettingForm(
            expected: "a number from 1 to \(limit), or off",
            read: { text in
                if ["off", "0"].contains(text) { return .some(nil) }
                guard let number = Int(text), 1...limit ~= number else { return .none }
                return .some(number)
            },
            show: { $0.map { "\($0)" } ?? "off" })
    }
}

extension SettingForm<Bool> {
    /// Also 1 and 0.
    static let onOff = SettingForm(
        expected: "on or off",
        read: { text in ["on", "1"].contains(text) ? true : ["off", "0"].contains(text) ? false : nil },
        show: { $0 ? "on" : "off" })
}

extension SettingForm where Value: RawRepresentable<String> & CaseIterable {
    /// One of the words an enum stands for.
    static func choice() -> SettingForm {
        SettingForm(
            expected: Suggestions.orList(Value.allCases.map(\.rawValue)),
            read: { Value(rawValue: $0) },
            show: { $0.rawValue })
    }
}

extension SettingForm<LanguageTag> {
    static let language = SettingForm(
        expected: "a BCP 47 language tag such as en or pt-BR", read: { LanguageTag($0) }, show: { "\($0)" })
}

extension SettingForm<Duration> {
    /// `500ms`, `10s` or `2m`.
    static let duration = SettingForm(expected: expectedDuration, read: readDuration, show: showDuration)
}

extension SettingForm<Duration?> {
    /// A duration, or nil for `off` or `0`.
    static let durationOrOff = SettingForm(
        expected: "\(expectedDuration), or off",
        read: { text in ["off", "0"].contains(text) ? .some(nil) : readDuration(text).map(Optional.some) },
        show: { $0.map(showDuration) ?? "off" })
}

private let expectedDuration = "a duration such as 500ms, 10s or 2m, from 1ms to 60m"

private func readDuration(_ text: String) -> Duration? {
    let digits = text.prefix { "0"..."9" ~= $0 }
    guard let number = Int(digits), 1...3_600_000 ~= number else { return nil }
    let duration: Duration
    switch text.dropFirst(digits.count) {
    case "ms": duration = .milliseconds(number)
    case "s": duration = .seconds(number)
    case "m": duration = .seconds(60 * number)
    default: return nil
    }
    return duration <= .seconds(3600) ? duration : nil
}

private func showDuration(_ duration: Duration) -> String {
    let milliseconds = Int(duration / .milliseconds(1))
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
}

extension SettingForm<[String]> {
    /// Web origins as browsers send them: scheme and host, perhaps a port, no path (RFC 6454, section 6.2).
    static let origins = SettingForm(
        expected: "origins such as https://example.org:8443, separated by commas, or *",
        read: { text in
            let origins = list(text)
            return origins.allSatisfy { $0 == "*" || isOrigin($0) } ? origins : nil
        },
        show: { _ in "(none)" })

    private static func isOrigin(_ text: String) -> Bool {
        let hosts = ["http://", "https://"].filter(text.hasPrefix).map { text.dropFirst($0.count) }
        return hosts.contains { !$0.isEmpty && !$0.contains { "/?#@* ".contains($0) } }
    }
}

extension SettingForm<[IPNetwork]> {
    static let networks = SettingForm(
        expected: "addresses or networks such as 10.0.0.0/8 or ::1, separated by commas",
        read: { text in
            let entries = list(text)
            let networks = entries.compactMap { IPNetwork($0) }
            return networks.count == entries.count ? networks : nil
        },
        show: { _ in "(none)" })
}

extension SettingForm<[IPNetwork]> {
    /// The same, or `none`; this machine unless set.
    static let exempt = SettingForm(
        expected: "\(networks.expected), or none",
        read: { text in text == "none" ? [] : try networks.read(text) },
        show: { _ in "127.0.0.0/8,::1" })
}

extension SettingForm<String?> {
    /// An address others are made from by adding a path.
    static let publicURL = SettingForm(
        expected: "an address such as https://marquee.example.org or https://example.org/marquee",
        read: { text in
            let rest = ["http://", "https://"].filter(text.hasPrefix).map { text.dropFirst($0.count) }
            let isAddress = rest.contains { rest in
                rest.first.map { !"/:".contains($0) } == true
                    && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#@{}<>\"\\".utf8.contains($0) }
            }
            return isAddress ? text.hasSuffix("/") ? String(text.dropLast()) : text : .none
        },
        show: { $0 ?? "(http://localhost and the port)" })

    static let keyFolder = SettingForm(expected: "a path", read: { $0 }, show: { $0 ?? "(keys in the home)" })

    static let path = SettingForm(expected: "a path", read: { $0 }, show: { $0 ?? "(none)" })

    static let databaseURL = SettingForm(
        expected: "postgresql://user@host/database, or libpq's `key=value` words",
        read: { text in
            guard ["postgresql://", "postgres://"].contains(where: text.hasPrefix) || !text.contains("://") else {
                return nil
            }
            return text
        },
        show: { _ in "(private)" },
        isSecret: true)
}

extension SettingForm<RedisAddress?> {
    static let redisAddress = SettingForm(
        expected: "redis://host:port or unix:///path",
        read: { text in try RedisAddress(url: text) },
        show: { _ in "(private)" },
        isSecret: true)
}

/// The entries of a list by commas, blanks around them dropped.
private func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
}
