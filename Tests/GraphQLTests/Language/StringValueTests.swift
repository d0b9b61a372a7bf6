import GraphQL
import Testing

@Suite struct StringValueTests {
    @Test(arguments: [
        (#""""#, ""),
        (#""plain""#, "plain"),
        (#"" white space ""#, " white space "),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u00E9""#, "Aéé"),
        (#""\uD83D\uDE00 \u{1F600} \u{0} \u{10FFFF}""#, "😀 😀 \u{0} \u{10FFFF}"),
        (#""é 😀""#, "é 😀"),
        ("\"\"\"\"\"\"", ""),
        (#""""one""""#, "one"),
        (#""""  lead""""#, "  lead"),
        (#""""\n is no escape""""#, #"\n is no escape"#),
        (#""""quotes \""" here""""#, #"quotes """ here"#),
        ("\"\"\"\n\n    first\n      second\n\n    third\n\n\"\"\"", "first\n  second\n\nthird"),
        ("\"\"\"a\r\n  b\r  c\"\"\"", "a\nb\nc"),
        ("\"\"\"\n\t\ttab\n\t\t more\n\"\"\"", "tab\n more"),
        ("\"\"\"   \n  \n\"\"\"", ""),
    ])
    func `a literal means its text`(literal: String, expected: String) throws {
        #expect(try parseValue(Source(literal)).root.stringValue == expected)
    }

    @Test func `what is no string means its own text`() throws {
        #expect(try parseValue(Source(" RED ")).root.stringValue == "RED")
    }
}
