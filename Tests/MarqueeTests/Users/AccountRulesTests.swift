import Testing

@testable import Marquee

@Suite struct AccountRulesTests {
    @Test(arguments: ["ada", "a.b-c_9", "---", String(repeating: "x", count: 32)])
    func `names of plain letters are names`(name: String) { #expect(AccountRules.isUsername(name)) }

    @Test(arguments: [
        "", "ab", "a b", "ada\n", "аda", "ada\u{200B}", "ａｄａ", "a@b.c", "ad\u{0}a", String(repeating: "x", count: 33),
    ])
    func `what may look like another name is none`(name: String) { #expect(!AccountRules.isUsername(name)) }

    @Test(arguments: [
        "a@b", "ada+films@example.co.uk", "!#$%&'*+/=?^_`{|}~-@x-y.z", "a@\(String(repeating: "b", count: 63))",
    ])
    func `addresses of the HTML standard are addresses`(address: String) { #expect(AccountRules.isEmail(address)) }

    @Test(arguments: [
        "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b..c", "a@.b", "a@b.", "a@-b", "a@b-", "ä@b", "a@bä", "a@b\r\nBcc: x",
        "\(String(repeating: "a", count: 65))@b", "a@\(String(repeating: "b", count: 64))",
    ])
    func `what mail servers would not take is none`(address: String) { #expect(!AccountRules.isEmail(address)) }

    @Test(arguments: [
        "Ada", "Ada Lovelace", "阿达", "عائشة", "می‌خواهم", "👩‍🚀", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "O'Hara; drop table", "-", "e\u{301}",
    ])
    func `names of any script are shown`(name: String) {
        #expect(AccountRules.objection(toDisplayName: name) == nil)
    }

    @Test(arguments: [
        "", " ", "\u{3000}\u{A0}", "\u{3164}", "\u{2800}", "\u{200D}", "\u{FE0F}", "\u{E0041}",
        "ada\u{202E}nimda", "\u{2066}ada", "\u{200F}ada", "ada\u{200B}", "ada\n", "a\tb", "\u{7F}a", "a\u{85}",
        "a\u{2028}b", "\u{FEFF}ada", "\u{E000}ada", "\u{61C}ada",
    ])
    func `a name that is not seen, or turns what is around it, is not shown`(name: String) {
        #expect(AccountRules.objection(toDisplayName: name) != nil)
    }

    @Test func `the character that is refused is named`() {
        #expect(AccountRules.objection(toDisplayName: "ada\u{202E}")?.hasPrefix("The character U+202E ") == true)
        #expect(AccountRules.objection(toDisplayName: "ada\n")?.hasPrefix("The character U+000A ") == true)
    }

    @Test(arguments: [
        "https://ada.example", "http://a.example:8080/b?c=d#e", "https://a.example/@ada?b=@c", "HTTPS://A.example/ä",
    ])
    func `addresses of the web are taken`(address: String) { #expect(AccountRules.isWebAddress(address)) }

    @Test(arguments: [
        "", "ada.example", "ftp://a", "javascript:alert(1)", "https://", "https:///x", "http://a b", "http://a\"b",
        "http://@a", "http://user:word@a", "http://bank.example@a/", "https://a/\u{202E}gpj", "https://a/\u{7F}",
    ])
    func `what a page should not link to is refused`(address: String) { #expect(!AccountRules.isWebAddress(address)) }
}
