import GraphQL
import GraphQLFuzzing
import Testing

@Suite struct JSONWriterTests {
    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("é😀\u{7F}", "\"é😀\u{7F}\""),
        ("\"\\/", #""\"\\/""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\u{0}\u{1F}", #""\u0000\u001f""#),
        ("eight bytes and then \" one", #""eight bytes and then \" one""#),
    ])
    func `a text becomes a string with the escapes it needs`(text: String, expected: String) {
        #expect(written { appendJSONString(text, to: &$0) } == expected)
    }

    @Test func `every character is escaped wherever it stands`() throws {
        for code in 0..<0x80 {
            for place in 0..<20 {
                let scalar = try #require(Unicode.Scalar(UInt32(code)))
                let text = String(repeating: "x", count: place) + String(scalar) + "0123456789"
                let bytes = Array(written { appendJSONString(text, to: &$0) }.utf8)
                #expect(try JSONReader.value(of: bytes.span) == .string(text))
            }
        }
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (-7, "-7"), (1_234_567_890, "1234567890"), (Int64.max, "9223372036854775807"),
        (Int64.min, "-9223372036854775808"),
    ])
    func `integers are written in decimal`(value: Int64, expected: String) {
        #expect(written { appendJSON(value, to: &$0) } == expected)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-2.5, "-2.5"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"),
        (100.0, "100"), (1e15, "1000000000000000"), (1e20, "100000000000000000000"), (1.5e20, "150000000000000000000"),
        (1e21, "1e+21"), (1.25e22, "1.25e+22"), (0.000001, "0.000001"), (0.0000001, "1e-7"), (-1.5e-9, "-1.5e-9"),
        (123456.789, "123456.789"), (9_007_199_254_740_992, "9007199254740992"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"),
        (Double.nan, "null"), (-Double.infinity, "null"),
    ])
    func `floats are written as JavaScript writes them`(value: Double, expected: String) {
        #expect(written { appendJSON(value, to: &$0) } == expected)
    }

    @Test func `floats read back as they were`() {
        var random = SplitMix(state: 754)
        for _ in 0..<2_000 {
            let value = Double(random.next(below: .max)) / Double(random.next(below: .max) + 1)
            #expect(Double(written { appendJSON(value, to: &$0) }) == value)
        }
    }

    @Test func `values are written without white space`() throws {
        let text = #"{"a":[1,2.50,"x"],"b":{},"c":[null,true,false]}"#
        let bytes = Array(text.utf8)
        let value = try JSONReader.value(of: bytes.span)
        #expect(written { value.append(to: &$0) } == text)
    }

    private func written(_ write: (inout [UInt8]) -> Void) -> String {
        var buffer: [UInt8] = []
        write(&buffer)
        return String(decoding: buffer, as: UTF8.self)
    }
}
