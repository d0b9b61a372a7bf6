import GraphQL
import Testing

@Suite struct JSONValueTests {
    @Test func `a value gives what it is and nothing else`() {
        let values: [JSONValue] = [.null, .boolean(true), .number("1"), .string("s"), .array([]), .object([])]
        #expect(values.map(\.boolean) == [nil, true, nil, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, "s", nil, nil])
        #expect(values.map(\.array) == [nil, nil, nil, nil, [], nil])
        #expect(values.map(\.object) == [nil, nil, nil, nil, nil, []])
        #expect(values.map(\.int64) == [nil, nil, 1, nil, nil, nil])
    }

    @Test(
        arguments: [
            ("9223372036854775807", Int64.max, 9.223372036854775807e18),
            ("-9223372036854775808", Int64.min, -9.223372036854775808e18),
            ("9223372036854775808", nil, 9.223372036854775808e18), ("1.0", nil, 1), ("1e2", nil, 100),
            ("1e999", nil, nil),
        ] as [(String, Int64?, Double?)])
    func `numbers are converted only if they fit`(digits: String, int64: Int64?, double: Double?) {
        #expect(JSONValue.number(digits).int64 == int64)
        #expect(JSONValue.number(digits).double == double)
    }

    @Test func `members are found by name`() {
        let value = JSONValue.object([JSONMember("a", .null), JSONMember("b", .string("x"))])
        #expect(value["a"] == .null)
        #expect(value["b"]?.string == "x")
        #expect(value["c"] == nil)
        #expect(JSONValue.array([])["a"] == nil)
    }
}
