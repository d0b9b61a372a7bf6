import GraphQL
import Testing

/// Reader and writer against lists of texts: every production of RFC 8259, and what is next to it but outside.
@Suite struct JSONCorpusTests {
    /// As the writer writes them: without white space, and only needed escapes.
    private static let canonical = [
        "null", "true", "false", "0", "-0", "7", "-7", "10", "0.0", "-0.5", "1.50", "1e0", "1E5", "1e+5", "1e-05",
        "0e0",
        "-0.0E-0", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "0.1234567890123456789012345678901234567890", "1e400", "123456789012345678901234567890",
        #""""#, #""a""#, #"" ""#, #""\"""#, #""\\""#, #""\b\f\n\r\t""#, #""\u0000""#, #""\u001f""#, "\"\u{7F}\"",
        "\"é\"",
        "\"€\"", "\"😀\"", "\"\u{10FFFF}\"", "\"\u{E000}\"", "\"\u{2028}\u{2029}\"", "\"\u{FEFF}\"", "\"e\u{301}\"",
        #""/""#, #""null""#, #""[1]""#, "[]", "[null]", "[[]]", "[[],[]]", "[{}]", "[1,\"a\",true,null,{},[]]",
        "{}", #"{"":0}"#, #"{"a":{}}"#, #"{"a":[{"b":{"c":[]}}]}"#, #"{"a":1,"A":2}"#, #"{"a b":" "}"#, #"{"\n":"\n"}"#,
        "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"b":1,"a":2,"10":3,"9":4}"#, #"{"__proto__":null,"constructor":{}}"#,
    ]

    /// Valid in other spellings, beside what the writer makes of them.
    private static let spellings = [
        (" null", "null"), ("\t[\r\n1 , 2\n]\r", "[1,2]"), (" { \"a\" : [ ] , \"b\" : { } } ", #"{"a":[],"b":{}}"#),
        (#""\/""#, #""/""#), (#""\u0041""#, #""A""#), (#""\u00E9""#, "\"é\""), (#""\u00e9""#, "\"é\""),
        (#""\u20AC""#, "\"€\""), (#""\uD83D\uDE00""#, "\"😀\""), (#""\udbff\udfff""#, "\"\u{10FFFF}\""),
        (#""\u0022\u005c""#, #""\"\\""#), (#""\u0008\u000A""#, #""\b\n""#), (#""\u007f""#, "\"\u{7F}\""),
        (#"{"\u0061":1,"b":2}"#, #"{"a":1,"b":2}"#), (#""\uFFFF""#, "\"\u{FFFF}\""),
    ]

    private static let invalid = [
        "", " ", "\n", "\u{FEFF}", "\u{FEFF}null", "nul", "nulll", "Null", "NULL", "tru", "truefalse", "True",
        "undefined",
        "NaN", "Infinity", "-Infinity", "+1", "-", "--1", "- 1", "01", "-01", "00", "1.", ".5", "-.5", "1.e5", "1e",
        "1e+",
        "1e-", "1e5.5", "1ee5", "1.5.5", "1 2", "1,2", "0x10", "0b1", "1_000", "1f", "1n", "٣", "½", "1e٣",
        "\"", "\"a", "a\"", "'a'", "`a`", "\"a\"b", "\"\\\"", "\"\\", #""\a""#, #""\v""#, #""\0""#, #""\'""#,
        #""\x41""#,
        #""\U0041""#, #""\u""#, #""\u1""#, #""\u12""#, #""\u123""#, #""\u12G4""#, #""\u+123""#, #""\u 123""#,
        #""\u{41}""#,
        #""\uD800""#, #""\uDC00""#, #""\uD800x""#, #""\uD800\n""#, #""\uD800\u0041""#, #""\uD800\uD800""#,
        #""\uDE00\uD83D""#, "\"\n\"", "\"\r\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\"a\\\nb\"",
        "[", "]", "[]]", "[[]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "(1)", "[1}",
        "[\"a",
        "[a]", "[*]", "[...]", "[\u{A0}]", "[\u{2028}]", "[\u{B}]", "[\u{C}]", "[1] x", "[][]", "[]{}", "[null nul]",
        "{", "}", "{}}", "{{}}", "{1}", "{\"a\"}", "{\"a\":}", "{:1}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}", "{,\"a\":1}", "{,}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"a\":1;}", "{\"a\"=1}",
        "{a:1}",
        "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{\"a\":1]", "{\"a\":b}", "{\"a\":\"b}", "{\"a\":1}{", "{\"a\":1}#",
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":1}", "{\"a\":{\"b\":1,\"b\":1}}", "[{\"\":1,\"\":2}]",
        "// a\n1", "1 // a", "/* a */1", "1/**/", "# a\n1", "<!-- -->1", "1\u{0}", "\u{0}", "\u{1A}", "null\u{0}",
    ]

    /// Bytes that are not UTF-8 where a character may stand.
    private static let malformed: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFF, 0xFE],
    ]

    @Test(arguments: canonical.map { ($0, $0) } + spellings)
    func `a valid text is read and written, alone and inside others`(text: String, written: String) throws {
        #expect(try rewritten(text) == written)
        #expect(try rewritten("[\(text),\(text)]") == "[\(written),\(written)]")
        #expect(
            try rewritten("{\"a\":\(text),\"b\":[{\"a\":\(text)}]}") == "{\"a\":\(written),\"b\":[{\"a\":\(written)}]}")
    }

    @Test(arguments: invalid)
    func `an invalid text is refused, alone and inside another`(text: String) {
        #expect(throws: JSONError.self) { try rewritten(text) }
        #expect(throws: JSONError.self) { try rewritten("{\"a\":\(text)}") }
    }

    @Test(arguments: malformed)
    func `bytes that are not UTF-8 are refused wherever they stand`(bytes: [UInt8]) {
        for (before, after) in [
            ("", ""), ("\"", "\""), ("\"abcdefgh", "ijklmnop\""), ("{\"", "\":1}"), ("[1,", "]"), ("1 ", ""),
        ] {
            let text = Array(before.utf8) + bytes + Array(after.utf8)
            #expect(throws: JSONError.self) { try JSONReader.value(of: text.span) }
        }
    }

    @Test func `no text goes on to be one when it is cut short`() throws {
        let text = Array(#"{"a":[1.5e-7,"x\n\u00e9\uD83D\uDE00é😀",true,null,{}],"b":{"c":[[]]}}"#.utf8)
        _ = try JSONReader.value(of: text.span)
        for length in 0..<text.count {
            let start = Array(text[..<length])
            #expect(throws: JSONError.self) { try JSONReader.value(of: start.span) }
            #expect(throws: JSONError.self) { try JSONReader.members(of: start.span) }
        }
    }

    /// Read as a value, as members and as elements, and written.
    private func rewritten(_ text: String) throws(JSONError) -> String {
        let bytes = Array(text.utf8)
        let value = try JSONReader.value(of: bytes.span)
        #expect((try? JSONReader.members(of: bytes.span).count) == value.object?.count)
        #expect((try? JSONReader.elements(of: bytes.span).count) == value.array?.count)
        var written: [UInt8] = []
        value.append(to: &written)
        return String(decoding: written, as: UTF8.self)
    }
}
