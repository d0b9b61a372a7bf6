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
}
