import Testing

@testable import GraphQL

@Suite struct ResponseBufferJSONTests {
    private func written(_ write: (inout ResponseBuffer) -> Void) -> String {
        var buffer = ResponseBuffer(capacity: 1)
        write(&buffer)
        return buffer.finish().text
    }

    @Test func `fractions are written as everywhere else`() {
        var random = SystemRandomNumberGenerator()
        let magnitudes = (-9...20).map { _ in Double.random(in: 0.1..<1, using: &random) }
        let numbers =
            magnitudes.enumerated().map { $1 * (0..<$0).reduce(1e-8) { power, _ in power * 10 } }
            + (1...400).map { Double($0) / 14 }
            + [0.001, 0.00099, 999_999_999_999_999.9, 1e15, 0.5, 7, 0, 1e21, .leastNonzeroMagnitude]
        for number in numbers + numbers.map(-) {
            var expected: [UInt8] = []
            appendJSON(number, to: &expected)
            #expect(written { $0.append(number) } == String(decoding: expected, as: UTF8.self))
        }
    }

    @Test func `integers of every length are written in decimal`() {
        var numbers: [Int64] = [0, .max, .min]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            numbers += [power - 1, power, power + power / 9, -power, 1 - power]
        }
        for number in numbers { #expect(written { $0.append(number) } == "\(number)") }
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{1}"])
    func `a text of any length is escaped wherever it has to be`(character: String) {
        let escape = ["\"": #"\""#, "\\": #"\\"#, "\n": #"\n"#, "\u{1}": #"\u0001"#][character] ?? ""
        for length in 0..<150 {
            let plain = String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : "")
            #expect(written { $0.appendString(plain) } == "\"\(plain)\"")
            #expect(written { $0.appendString(plain + character) } == "\"\(plain)\(escape)\"")
            let surrounded = plain + character + plain + character + character
            #expect(written { $0.appendString(surrounded) } == "\"\(plain)\(escape)\(plain)\(escape)\(escape)\"")
        }
    }

    @Test(arguments: [("\u{1}", #"\u0001"#), ("\\", #"\\"#)])
    func `a text of nothing but escapes finds room`(character: String, escape: String) {
        for count in [1, 15, 16, 17, 63, 64, 65, 1_000] {
            let text = String(repeating: character, count: count)
            #expect(written { $0.appendString(text) } == "\"" + String(repeating: escape, count: count) + "\"")
        }
    }
}
