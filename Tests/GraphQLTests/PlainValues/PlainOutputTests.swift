import GraphQL
import Testing

/// Result coercion of plain values (specification section 3.5).
@Suite struct PlainOutputTests {
    @Test(
        arguments: [
            ("int", 7, "7"), ("int", "7", "7"), ("int", 7.0, "7"), ("int", true, "1"),
            ("int", -2_147_483_648, "-2147483648"),
            ("float", 7, "7"), ("float", 7.5, "7.5"), ("float", "1e2", "100"), ("float", false, "0"),
            ("string", "a", #""a""#), ("string", 1, #""1""#), ("string", 1.0, #""1""#), ("string", true, #""true""#),
            ("boolean", true, "true"), ("boolean", 0, "false"), ("boolean", 0.5, "true"),
            ("id", "a", #""a""#), ("id", 12, #""12""#), ("id", 12.0, #""12""#),
            ("genre", "DRAMA", #""DRAMA""#),
        ] as [(String, PlainValue, String)])
    func `a value that stands for the type is written as the type wants it`(
        field: String, value: PlainValue, written: String
    ) async throws {
        let root = PlainValue.object(PlainObject([PlainField(field, value)]))
        #expect(try await EnginePlainTests.answer("{ \(field) }", root) == #"{"data":{"\#(field)":\#(written)}}"#)
    }

    @Test(
        arguments: [
            ("int", 1.5, "Int cannot represent non-integer value: 1.5"),
            ("int", "x", "Int cannot represent non-integer value: 'x'"),
            ("int", 2_147_483_648, "Int cannot represent non 32-bit signed integer value: 2147483648"),
            ("float", "x", "Float cannot represent non numeric value: 'x'"),
            ("string", [1], "String cannot represent value: [1]"),
            ("boolean", "true", "Boolean cannot represent a non boolean value: 'true'"),
            ("id", 1.5, "ID cannot represent value: 1.5"),
            ("genre", "COMEDY", "Enum 'Genre' cannot represent value: 'COMEDY'"),
            ("genre", 1, "Enum 'Genre' cannot represent value: 1"),
        ] as [(String, PlainValue, String)])
    func `any other value is an error that shows it`(field: String, value: PlainValue, message: String) async throws {
        let root = PlainValue.object(PlainObject([PlainField(field, value)]))
        let escaped = message.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\\"")
        #expect(
            try await EnginePlainTests.answer("{ \(field) }", root)
                == #"{"data":{"\#(field)":null},"errors":[{"message":"\#(escaped)","locations":[{"line":1,"column":3}],"path":["\#(field)"]}]}"#
        )
    }
}
