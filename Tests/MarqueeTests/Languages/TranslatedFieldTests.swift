import Testing

@testable import Marquee

@Suite struct TranslatedFieldTests {
    private static let document = #"{ movie(id: "M_9010") { title tagline overview } }"#

    @Test(arguments: [
        ("", "The Word", "Speak.", "På dansk."), ("en-GB,en", "The Word", "Speak.", "På dansk."),
        ("de-AT", "Das Wort", "Sprich!", "Auf Deutsch."), ("de", "Das Wort", "Speak.", "Auf Deutsch."),
        ("fr,de;q=0.5", "Das Wort", "Speak.", "Auf Deutsch."), ("da", "Ordet", "Speak.", "På dansk."),
        ("fr", "The Word", "Speak.", "På dansk."), ("pt", "The Word", "Speak.", "På dansk."),
        ("pt-br;q=0.1,nonsense-", "A Palavra", "Speak.", "På dansk."),
    ])
    func `each text is in the first language there is one in, else in the catalogue's, else in the original`(
        languages: String, title: String, tagline: String, overview: String
    ) async throws {
        let expected = #"{"title":"\#(title)","tagline":"\#(tagline)","overview":"\#(overview)"}"#
        #expect(try await answer(Self.document, languages: languages) == #"{"data":{"movie":\#(expected)}}"#)
    }

    @Test func `an argument goes before the request's languages, field by field`() async throws {
        let document = """
            { movie(id: "M_9010") { title de: title(language: "de-CH") original: title(language: "da")
                french: title(language: "fr") own: title(language: null) overview(language: "de") tagline(language: "de-AT") } }
            """
        #expect(
            try await answer(document, languages: "pt-BR") == #"{"data":{"movie":{"title":"A Palavra","de":"Das Wort","#
                + #""original":"Ordet","french":"A Palavra","own":"A Palavra","overview":"Auf Deutsch.","#
                + #""tagline":"Sprich!"}}}"#)
    }

    @Test func `texts of many titles in an asked language take one statement more`() async throws {
        let document = #"{ nodes(ids: ["M_9011", "M_9010", "M_9004"]) { ... on Movie { title(language: "de") } } }"#
        try await CatalogueTestBed.run { bed in
            let answer = try await bed.answer(document)
            #expect(answer == #"{"data":{"nodes":[{"title":"Das Ding"},{"title":"Das Wort"},{"title":"Bare"}]}}"#)
            #expect(bed.statementsSent["titles_by_id"] == 2)
        }
    }

    @Test func `requests that ask for different languages at the same time get their own`() async throws {
        try await CatalogueTestBed.run { bed in
            async let german = bed.answer(Self.document, languages: "de")
            async let danish = bed.answer(Self.document, languages: "da")
            async let english = bed.answer(Self.document)
            let answers = try await [german, danish, english]
            #expect(answers[0].contains("Das Wort"))
            #expect(answers[1].contains("Ordet"))
            #expect(answers[2].contains("The Word"))
        }
    }

    @Test(arguments: [#""xx""#, #""klingon""#, #""de_AT""#, #""""#, "5", "true", #"["de"]"#])
    func `an unknown or malformed language is the client's mistake`(value: String) async throws {
        let answer = try await answer("{ movie(id: \"M_9010\") { overview(language: \(value)) id } }")
        #expect(answer.contains(#""code":"BAD_USER_INPUT""#), "\(answer)")
        #expect(answer.contains(#""language""#), "\(answer)")
        #expect(answer.contains(#""id":"M_9010""#), "\(answer)")
    }

    @Test func `a language may come in a variable`() async throws {
        let document = #"query ($in: LanguageCode) { movie(id: "M_9011") { title(language: $in) } }"#
        #expect(try await answer(document, #"{"in":"de"}"#).contains("Das Ding"))
        #expect(try await answer(document, "{}", languages: "de").contains("Das Ding"))
        #expect(try await answer(document, #"{"in":"xx"}"#).contains("BAD_USER_INPUT"))
    }
}
