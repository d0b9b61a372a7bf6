import GraphQL
import Testing

@Suite struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", .null), (" true\n", .boolean(true)), ("\t\r\nfalse ", .boolean(false)),
            ("0", .number("0")), ("-0.50", .number("-0.50")), ("1E+2", .number("1E+2")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\tz""#, .string("a\"\\/\u{8}\u{C}\n\r\tz")),
            (#""\u00e9\uD83D\uDE00""#, .string("é😀")),
            ("\"é😀 and more than eight bytes\"", .string("é😀 and more than eight bytes")),
            (#""\u0000""#, .string("\u{0}")),
            ("[]", .array([])), ("[1, [ ] ,{}]", .array([.number("1"), .array([]), .object([])])),
            (
                #"{"a" : 1, "b":{"a":"x"}}"#,
                .object([JSONMember("a", .number("1")), JSONMember("b", .object([JSONMember("a", .string("x"))]))])
            ),
        ] as [(String, JSONValue)])
    func `valid text is read, numbers as written`(text: String, expected: JSONValue) throws {
        #expect(try read(text) == expected)
    }

    /// Around the edges of the blocks in which strings are looked through.
    @Test func `escapes are read wherever they stand`() throws {
        let escapes = [
            (#"\n"#, "\n"), (#"\\"#, "\\"), (#"\\\""#, "\\\""), (#"\u00e9"#, "é"), ("é", "é"), (#"\\\\\\n"#, #"\\\n"#),
        ]
        for length in 0..<140 {
            let plain = String(repeating: "x", count: length)
            for (escape, text) in escapes {
                #expect(try read("\"\(plain)\(escape)\(plain)\(escape)\"") == .string(plain + text + plain + text))
            }
            for wrong in [#"\x"#, #"\\\"#, "\n", #"\n\u12"#] {
                #expect(throws: JSONError.self) { try read("\"\(plain)\(wrong)\"") }
            }
        }
    }

    @Test func `an array's elements are found without being read`() throws {
        let text = Array(#" [1, {"a": [2]} ,"x" ] "#.utf8)
        let elements = try JSONReader.elements(of: text.span)
        #expect(elements.map { String(decoding: text[$0], as: UTF8.self) } == ["1", #"{"a": [2]}"#, #""x""#])
        #expect(try JSONReader.elements(of: Array("[]".utf8).span) == [])
        for wrong in ["{}", "[1", "[1,]", "[1] 2"] {
            #expect(throws: JSONError.self) { try JSONReader.elements(of: Array(wrong.utf8).span) }
        }
    }

    @Test(arguments: [
        ("", "Expected a value, but the text ends", 1, 1),
        ("nul", #"Expected a value, found "n""#, 1, 1),
        ("\u{FEFF}1", "Expected a value, found U+FEFF", 1, 1),
        ("1 2", #"Expected the end of the text, found "2""#, 1, 3),
        ("01", "A number may not begin with 0 and go on", 1, 2),
        ("+1", #"Expected a value, found "+""#, 1, 1),
        ("-", "Expected a digit, but the text ends", 1, 2),
        ("1.", "Expected a digit, but the text ends", 1, 3),
        ("1.5e", "Expected a digit, but the text ends", 1, 5),
        (".5", #"Expected a value, found ".""#, 1, 1),
        ("NaN", #"Expected a value, found "N""#, 1, 1),
        ("[1,]", #"Expected a value, found "]""#, 1, 4),
        ("[1 2]", #"Expected "," or "]", found "2""#, 1, 4),
        ("[", "Expected a value, but the text ends", 1, 2),
        ("{\"a\":1,}", #"Expected a string, found "}""#, 1, 8),
        ("{\"a\" 1}", #"Expected ":", found "1""#, 1, 6),
        ("{a:1}", #"Expected a string, found "a""#, 1, 2),
        ("{\n  \"a\": 1,\n  \"a\": 2\n}", #"The name "a" comes twice in one object"#, 3, 3),
        (#"{"a":1,"\u0061":2}"#, #"The name "a" comes twice in one object"#, 1, 8),
        ("\"a", "Expected the string to end, but the text ends", 1, 3),
        ("\"a\nb\"", "A string may hold the control character 0xA only escaped", 1, 3),
        (#""\x""#, #"A backslash may be followed by one of "\/bfnrtu only"#, 1, 2),
        (#""\u12""#, #"\u takes four hexadecimal digits"#, 1, 2),
        (#""\uD800""#, "Half a surrogate pair is not a character", 1, 2),
        (#""\uDC00\uD800""#, "Half a surrogate pair is not a character", 1, 2),
        ("'a'", #"Expected a value, found "'""#, 1, 1),
        ("/* */ 1", #"Expected a value, found "/""#, 1, 1),
    ])
    func `invalid text is refused with its place`(text: String, message: String, line: Int, column: Int) throws {
        let error = try #require(throws: JSONError.self) { try read(text) }
        #expect(error.message == message)
        #expect(error.line == line)
        #expect(error.column == column)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xE2, 0x82],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONReader.value(of: bytes.span) }
        #expect(throws: JSONError.self) { try JSONReader.members(of: (Array(#"{"a":"#.utf8) + bytes + [0x7D]).span) }
    }

    @Test func `a name that comes twice is found among many`() throws {
        let members = (0..<100).map { "\"n\($0)\":0" }.joined(separator: ",")
        #expect(try read("{\(members)}").object?.count == 100)
        let error = try #require(throws: JSONError.self) { try read("{\(members),\"n7\":1}") }
        #expect(error.message == "The name \"n7\" comes twice in one object")
    }

    @Test func `nesting has a limit, however deep a text goes`() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try read(nested(200)) }
        let error = try #require(throws: JSONError.self) { try read(nested(201)) }
        #expect(error.message == "The text is nested deeper than 200 levels")
        #expect(throws: JSONError.self) { try read(String(repeating: #"{"a":"#, count: 100_000)) }
        #expect(throws: JSONError.self) { try members("{\"a\":" + nested(100_000) + "}") }
    }

    @Test func `members are found as the bytes of their values`() throws {
        let text = #" {"query" : "{ a\n}","variables":{"a":[1,{"b":"}"}]}, "operation\u004eame":null } "#
        let bytes = Array(text.utf8)
        let found = try members(text).map { ($0.name, String(decoding: bytes[$0.value], as: UTF8.self)) }
        #expect(found.map(\.0) == ["query", "variables", "operationName"])
        #expect(found.map(\.1) == [#""{ a\n}""#, #"{"a":[1,{"b":"}"}]}"#, "null"])
    }

    @Test(arguments: [
        "[]", "1", "", "{\"a\":tru}", "{\"a\":1", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "{\"a\":[1,]}", "{\"a\":01}",
    ])
    func `members are found only of a valid object`(text: String) {
        #expect(throws: JSONError.self) { try members(text) }
    }

    private func read(_ text: String) throws(JSONError) -> JSONValue {
        let bytes = Array(text.utf8)
        return try JSONReader.value(of: bytes.span)
    }

    private func members(_ text: String) throws(JSONError) -> [JSONMemberRange] {
        let bytes = Array(text.utf8)
        return try JSONReader.members(of: bytes.span)
    }
}
