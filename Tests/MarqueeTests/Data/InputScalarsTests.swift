import Testing

@testable import Marquee

@Suite struct InputScalarsTests {
    @Test(arguments: ["2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31", "2024-02-29"])
    func `a day of the calendar is one`(day: String) { #expect(InputScalars.isDay(Array(day.utf8))) }

    @Test(arguments: [
        "1900-02-29", "2023-02-29", "2023-04-31", "2023-13-01", "2023-00-01", "2023-01-00", "2023-1-1", "0000-01-01",
        "12023-01-01", "2023/01/01", "2023-01-01T00:00", "infinity", "", "２０２３-01-01", "+023-01-01",
    ])
    func `what is no day of the calendar is none`(day: String) { #expect(!InputScalars.isDay(Array(day.utf8))) }

    @Test(arguments: [
        (#"{"filter":{"releasedFrom":"29.2.2024"}}"#, "filter.releasedFrom"),
        (#"{"filter":{"ratingFrom":0}}"#, "filter.ratingFrom"),
        (#"{"filter":{"ratingTo":5.3}}"#, "filter.ratingTo"),
        (#"{"filter":{"ratingTo":"5"}}"#, "filter.ratingTo"),
        (#"{"filter":{"countries":["GB","gb"]}}"#, "filter.countries[1]"),
        (#"{"filter":{"countries":["GBR"]}}"#, "filter.countries[0]"),
        (#"{"filter":{"countries":[5]}}"#, "filter.countries[0]"),
    ])
    func `a value that its scalar does not take is refused with its path`(variables: String, path: String) async throws
    {
        let text = try await answer(
            "query ($filter: TitleFilter) { movies(filter: $filter) { totalCount } }", variables)
        #expect(text.contains("at \\\"\(path)\\\""), "\(text)")
        #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(text)")
        #expect(!text.contains("\"data\""))
    }

    @Test func `a day that is in no calendar is refused by what asks for it`() async throws {
        let text = try await answer("{ movies(filter: {releasedFrom: \"2023-02-29\"}) { totalCount } }")
        #expect(text.contains(#"\"filter.releasedFrom\": 2023-02-29 is no day of the calendar"#), "\(text)")
        #expect(text.contains(#""code":"BAD_USER_INPUT""#), "\(text)")
    }
}
