import PostgreSQL
import Testing

@testable import Marquee

@Suite struct TimeZoneNameTests {
    @Test(arguments: [
        "UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Etc/GMT+12", "Etc/GMT-14",
        "EST5EDT", "GMT0", "W-SU", "europe/vienna",
    ])
    func `names of the database are taken`(name: String) { #expect(TimeZoneName.mayBeOne(name)) }

    @Test(arguments: [
        "Foo-5", "Foo/Bar-5", "UTC+3", "Etc/GMT+13", "Etc/GMT-15", "EST5", "EST5EDT4", "posix/UTC", "Posix/UTC",
        "right/Europe/Vienna", "posixrules", "localtime", "Factory",
    ])
    func `what PostgreSQL reads beside them is not`(name: String) { #expect(!TimeZoneName.mayBeOne(name)) }

    /// In summer as in winter: what comes of a name is read by `at time zone` as by the setting.
    @Test(arguments: [
        "CET", "MET", "EET", "WET", "EST", "MST", "HST", "UTC", "UCT", "Zulu", "GMT", "Europe/Vienna", "Etc/GMT-3",
    ])
    func `a canonical name means the same wherever PostgreSQL reads it`(name: String) async throws {
        try await AccountTestBed.run { bed in
            let context = try await bed.context(of: bed.register("zone.\(bed.unique())"))
            let zone = try #require(try await context.canonical(timeZone: name))
            let owner = try AccountDatabase.owner()
            try owner.query("select set_config('TimeZone', $1, false)", [.text(zone)])
            let isAlike = try owner.query(
                """
                select bool_and(t::timestamp = t at time zone $1)
                  from unnest(array[timestamptz '2026-01-01 12:00Z', timestamptz '2026-07-01 12:00Z']) t
                """, [.text(zone)])
            #expect(isAlike.bool(0, 0), "\(zone)")
        }
    }
}
