import Testing

@testable import PostgreSQL

@Suite struct ParameterBufferTests {
    /// The C strings libpq would get; nil for null.
    private func values(_ buffer: borrowing ParameterBuffer) -> [String?] {
        unsafe buffer.withValues { values, count in
            (0..<Int(count)).map { index in unsafe (values?[index]).map { unsafe String(cString: $0) } }
        }
    }

    @Test func `integers of every length are written in decimal`() throws {
        var buffer = ParameterBuffer()
        var numbers: [Int64] = [0, .min, .max]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            numbers += [power - 1, power, -power]
        }
        try buffer.encode(numbers.map { .int($0) })
        #expect(values(buffer) == numbers.map { "\($0)" })
    }

    @Test func `lists are written as array literals`() throws {
        var buffer = ParameterBuffer()
        try buffer.encode([
            .bigints([3, -1]), .bigints([]), .texts(["a", "b\"c", "d\\e"]), .optionalTexts([nil, "NULL"]),
            .bytes([0xDE, 0xAD]),
        ])
        #expect(values(buffer) == ["{3,-1}", "{}", #"{"a","b\"c","d\\e"}"#, #"{NULL,"NULL"}"#, #"\xdead"#])
    }

    @Test func `a buffer grows as needed and is written anew each time`() throws {
        var buffer = ParameterBuffer()
        let long = String(repeating: "long ", count: 10_000)
        try buffer.encode([.text(long), .null, .texts([long])])
        #expect(values(buffer) == [long, nil, "{\"\(long)\"}"])
        try buffer.encode([.null])
        #expect(values(buffer) == [nil])
        try buffer.encode([])
        #expect(values(buffer) == [])
    }

    @Test(arguments: [Parameter.text("a\0"), .texts(["a", "\0"]), .optionalTexts(["\0"])])
    func `zero characters are refused wherever they are`(parameter: Parameter) {
        var buffer = ParameterBuffer()
        let error = #expect(throws: PostgreSQLError.self) { try buffer.encode([.int(1), parameter]) }
        #expect(error == .invalidParameter(reason: "$2 holds the character U+0000, which no PostgreSQL text may"))
    }
}
