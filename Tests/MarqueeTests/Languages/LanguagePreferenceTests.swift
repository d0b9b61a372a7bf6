import Testing

@testable import Marquee

@Suite struct LanguagePreferenceTests {
    private func tags(_ header: String, default standard: LanguagePreference = .none) -> [String] {
        LanguagePreference(acceptLanguage: header, default: standard).tags.map(\.description)
    }

    @Test(arguments: [
        ("de", ["de"]), ("de-AT", ["de-AT", "de"]), ("fr;q=0.3, de;q=0.7, it", ["it", "de", "fr"]),
        ("fr;q=0.5,de;q=0.5", ["fr", "de"]), (" de-at ; q=0.9 ,\tda ", ["da", "de-AT", "de"]),
        ("de-AT, fr;q=0.9, de;q=0.1", ["de-AT", "fr", "de"]),
        ("de-AT, de;q=0, fr", ["de-AT", "fr"]), ("zh-Hant-TW,ja", ["zh-Hant-TW", "zh-Hant", "zh", "ja"]),
    ])
    func `languages come in the order they are wanted, each before what it falls back to`(
        header: String, expected: [String]
    ) {
        #expect(tags(header) == expected)
    }

    @Test(arguments: [
        ("en", []), ("en-US,en;q=0.9", ["en-US"]), ("de,en;q=0.9,fr;q=0.8", ["de"]), ("de,*;q=0.5,fr;q=0.1", ["de"]),
        ("*", []), ("en;q=0, de", ["de"]),
    ])
    func `nothing follows the language that always has a text`(header: String, expected: [String]) {
        #expect(tags(header) == expected)
    }

    @Test(arguments: [
        "", ",,,", "klingon", "de;q=2", "de;q=0.1234", "de;q=", "de;q=-1", "de;x=1", "q=1", "d\u{e9};q=1",
    ])
    func `what cannot be read is passed over`(header: String) {
        #expect(tags(header).isEmpty)
        #expect(tags(header + ",fr;q=0.2") == ["fr"])
    }

    @Test func `the server's default follows what a request asks for`() throws {
        let standard = LanguagePreference(try #require(LanguageTag("de-AT")))
        #expect(tags("fr", default: standard) == ["fr", "de-AT", "de"])
        #expect(tags("de", default: standard) == ["de", "de-AT"])
        #expect(tags("fr,en", default: standard) == ["fr"])
    }

    @Test func `a hundred languages are cut to the first ten`() {
        let header = (0..<26).map { "de-a\(Character(UnicodeScalar(UInt8(97 + $0))))" }.joined(separator: ",")
        #expect(tags(header).count == 11)
        #expect(tags(String(repeating: "de-x-a,", count: 100_000)) == ["de-x-a", "de"])
    }

    @Test func `an answer names the languages it may be in, if any were asked for`() {
        #expect(LanguagePreference(acceptLanguage: "de-AT").contentLanguage == "de-AT, de, en")
        #expect(LanguagePreference(acceptLanguage: "en").contentLanguage == nil)
    }
}
