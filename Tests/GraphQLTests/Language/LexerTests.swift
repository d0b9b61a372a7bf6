import GraphQL
import Testing

@Suite struct LexerTests {
    @Test(arguments: [
        ("", ["<EOF>"]),
        ("\u{FEFF} \t\r\n,,# note, not \"text\"\n", ["<EOF>"]),
        ("{ a }", ["{", "Name a", "}", "<EOF>"]),
        ("! $ & ( ) ... : = @ [ ] { | }", "! $ & ( ) ... : = @ [ ] { | } <EOF>".split(separator: " ").map(String.init)),
        ("_a1 A_b", ["Name _a1", "Name A_b", "<EOF>"]),
        ("aNameThatIsLongerThanEight0_", ["Name aNameThatIsLongerThanEight0_", "<EOF>"]),
        ("a#b\rc", ["Name a", "Name c", "<EOF>"]),
        ("0 -0 4 -12", ["Int 0", "Int -0", "Int 4", "Int -12", "<EOF>"]),
        (
            "0.5 -1.25 1e5 1E+5 3.2e-7",
            ["Float 0.5", "Float -1.25", "Float 1e5", "Float 1E+5", "Float 3.2e-7", "<EOF>"]
        ),
        (#""" "x" """y""""#, ["String ", "String x", "BlockString y", "<EOF>"]),
        ("...on", ["...", "Name on", "<EOF>"]),
    ])
    func `a text is cut into tokens`(text: String, expected: [String]) throws {
        let found = try tokens(of: Source(text)).map { token in
            token.value.map { "\(token.kind) \($0)" } ?? token.kind
        }
        #expect(found == expected)
    }

    @Test func `tokens cover the bytes they are written with`() throws {
        let ranges = try tokens(of: Source(#"{ e: "é" }"#)).map(\.range)
        #expect(ranges == [0..<1, 2..<3, 3..<4, 5..<9, 10..<11, 11..<11])
    }

    @Test(arguments: [
        ("^", #"Unexpected character: "^"."#, 1),
        ("é", "Unexpected character: U+00E9.", 1),
        ("😀", "Unexpected character: U+1F600.", 1),
        ("\u{0}", "Unexpected character: U+0000.", 1),
        ("'a'", #"Unexpected single quote character ('), did you mean to use a double quote (")?"#, 1),
        (".", #"Unexpected character: "."."#, 1),
        ("a ..b", #"Unexpected "..", did you mean "..."?"#, 3),
        (".75", #"Invalid number, expected digit before ".", did you mean "0.75"?"#, 1),
        ("01", #"Invalid number, unexpected digit after 0: "1"."#, 2),
        ("1.", "Invalid number, expected digit but got: <EOF>.", 3),
        ("-x", #"Invalid number, expected digit but got: "x"."#, 2),
        ("1e\"", #"Invalid number, expected digit but got: '"'."#, 3),
        ("2x", #"Invalid number, expected digit but got: "x"."#, 2),
        ("2.5.1", #"Invalid number, expected digit but got: "."."#, 4),
        ("\"a", "Unterminated string.", 3),
        ("\"a\n\"", "Unterminated string.", 3),
        ("\"\"\"a\"\"", "Unterminated string.", 7),
        (#""\q""#, #"Invalid character escape sequence: "\q"."#, 2),
        (#""\u12G4""#, #"Invalid Unicode escape sequence: "\u12G4"."#, 2),
        (#""\uD83D""#, #"Invalid Unicode escape sequence: "\uD83D"."#, 2),
        (#""\uD83D\u0041""#, #"Invalid Unicode escape sequence: "\uD83D"."#, 2),
        (#""\uDE00""#, #"Invalid Unicode escape sequence: "\uDE00"."#, 2),
        (#""\u{}""#, #"Invalid Unicode escape sequence: "\u{}"."#, 2),
        (#""\u{D800}""#, #"Invalid Unicode escape sequence: "\u{D800}"."#, 2),
        (#""\u{110000}""#, #"Invalid Unicode escape sequence: "\u{110000}"."#, 2),
        (#""\u{1F600""#, ##"Invalid Unicode escape sequence: "\u{1F600""."##, 2),
    ])
    func `what is no token is refused with its place`(text: String, message: String, column: Int) {
        #expect(throws: syntaxError(message, column: column)) { try tokens(of: Source(text)) }
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], "Invalid character within String: byte 0xFF.", 2),
            ([0x22, 0xC0, 0x80, 0x22], "Invalid character within String: byte 0xC0.", 2),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], "Invalid character within String: byte 0xED.", 2),
            ([0x22, 0x22, 0x22, 0xF5, 0x22, 0x22, 0x22], "Invalid character within String: byte 0xF5.", 4),
            ([0x23, 0xE2, 0x82], "Invalid character: byte 0xE2.", 2),
        ] as [([UInt8], String, Int)])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8], message: String, column: Int) {
        #expect(throws: syntaxError(message, column: column)) { try tokens(of: Source(bytes)) }
    }

    private func syntaxError(_ message: String, column: Int) -> GraphQLError {
        GraphQLError(
            "Syntax Error: \(message)",
            locations: [SourceLocation(line: 1, column: column)],
            extensions: [.code(.parseFailed)]
        )
    }
}
