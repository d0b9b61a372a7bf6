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

    @Test(arguments: ["https://ada.example", "http://a.example:8080/b?c=d#e", "HTTPS://A.example/ä"])
    func `addresses of the web are taken`(address: String) { #expect(AccountRules.isWebAddress(address)) }

    @Test(arguments: [
        "", "ada.example", "ftp://a", "javascript:alert(1)", "https://", "https:///x", "http://a b", "http://a\"b",
        "http://@a",
    ])
    func `what a page should not link to is refused`(address: String) { #expect(!AccountRules.isWebAddress(address)) }
}
