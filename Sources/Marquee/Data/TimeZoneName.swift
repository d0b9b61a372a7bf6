import EventLoop
import PostgreSQL

/// Names of time zones, of which PostgreSQL reads more than the IANA database has: rules such as `Foo-5`, which are none but
/// always have a digit, and folders of other editions of the database.
enum TimeZoneName {
    /// Whether the form is that of a name in the IANA database; which there are, PostgreSQL knows.
    static func mayBeOne(_ name: String) -> Bool {
        // Letters outside ASCII may have small ones inside.
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let name = name.lowercased()
        if notPlaces.contains(name) || ["posix/", "right/"].contains(where: name.hasPrefix) { return false }
        return !name.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } || withDigits.contains(name)
    }

    /// What PostgreSQL said of names in small letters: no more than there are in the database, since what is none is not
    /// kept.
    static let known = Locked<[String: String]>([:])

    /// Names that `at time zone` takes for abbreviations, which know no summer, and what the database links them to.
    static let links = [
        "CET": "Europe/Brussels", "MET": "Europe/Brussels", "EET": "Europe/Athens", "WET": "Europe/Lisbon",
    ]

    /// Files beside those of time zones.
    private static let notPlaces: Set = ["factory", "localtime", "posixrules"]

    /// All names that have a digit (files `northamerica`, `etcetera` and `backward` of the database).
    private static let withDigits: Set<String> = {
        var names: Set = ["est5edt", "cst6cdt", "mst7mdt", "pst8pdt", "gmt0", "gmt+0", "gmt-0", "etc/gmt0"]
        for hours in 0...12 { names.insert("etc/gmt+\(hours)") }
        for hours in 0...14 { names.insert("etc/gmt-\(hours)") }
        return names
    }()
}

enum TimeZoneCommands {
    /// The name as PostgreSQL writes it, which refuses what is none. The setting goes with the statement.
    static let canonical = Statement("time_zone", "select set_config('TimeZone', $1, true)")
}

extension RequestContext {
    /// A time zone's name as the IANA database writes it, or what it links that to where PostgreSQL would read the name
    /// otherwise; nil for what the database has not.
    ///
    /// The setting takes no abbreviation such as `CEST`, `at time zone` does.
    func canonical(timeZone: String) async throws -> String? {
        guard TimeZoneName.mayBeOne(timeZone) else { return nil }
        let key = timeZone.lowercased()
        if let known = TimeZoneName.known.withLock({ $0[key] }) { return known }
        let name: String
        do {
            name = try await query(TimeZoneCommands.canonical, [.text(timeZone)]).text(0, 0)
        } catch {
            if error.state == .invalidParameterValue { return nil }
            throw error
        }
        let canonical = TimeZoneName.links[name] ?? name
        TimeZoneName.known.withLock { $0[key] = canonical }
        return canonical
    }
}
