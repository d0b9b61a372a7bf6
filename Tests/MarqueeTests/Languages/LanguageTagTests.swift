import Testing

@testable import Marquee

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("de", "de"), ("DE", "de"), ("pt-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"),
        ("de-1996", "de-1996"), ("tlh", "tlh"), ("en-x-Twain", "en-x-twain"),
    ])
    func `tags are kept in their usual spelling`(text: String, expected: String) {
        #expect(LanguageTag(text)?.description == expected)
    }

    @Test(arguments: [
        "", "-", "e", "xx", "qqq", "klingon", "de-", "-de", "de--AT", "de_AT", "de AT", "dé", "de-abcdefghi", "*",
        "de;q=1",
        "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd",
    ])
    func `what is no tag of a known language is none`(text: String) {
        #expect(LanguageTag(text) == nil)
    }

    @Test func `a tag falls back by dropping what is last, and the letter before it`() throws {
        let lookup = try #require(LanguageTag("zh-Hant-CN-x-private1")).lookup
        #expect(lookup.map(\.description) == ["zh-Hant-CN-x-private1", "zh-Hant-CN", "zh-Hant", "zh"])
    }
}
