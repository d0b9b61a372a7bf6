import Testing

@testable import Marquee

@Suite struct MomentTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T20:15:00Z", 1_795_292_100),
        ("2026-11-21T21:15:00+01:00", 1_795_292_100),
        ("2026-11-21t18:45:00.999-01:30", 1_795_292_100), ("2000-02-29T23:59:59z", 951_868_799),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `a time of RFC 3339 is read`(text: String, seconds: Int64) {
        #expect(Moment(rfc3339: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T20:15Z", "2026-11-21 20:15:00Z", "2026-11-21T20:15:00", "2026-11-21T24:00:00Z",
        "2026-02-30T00:00:00Z", "2026-11-21T20:60:00Z", "2026-11-21T20:15:00.Z", "2026-11-21T20:15:00+0100",
        "2026-11-21T20:15:00+24:00", "2026-11-21T20:15:00ZZ", "2026-11-21T2o:15:00Z", "infinity",
    ])
    func `any other text is none`(text: String) {
        #expect(Moment(rfc3339: text) == nil)
    }

    @Test func `it is written in UTC`() {
        #expect("\(Moment(seconds: 1_795_292_100))" == "2026-11-21T20:15:00Z")
    }
}
