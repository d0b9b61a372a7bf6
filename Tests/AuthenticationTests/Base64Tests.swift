import Testing

@testable import Authentication

@Suite struct Base64Tests {
    @Test(arguments: 0..<70)
    func `bytes come back`(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) }
        for base in [Base64.url, .standard] {
            #expect(base.decode(base.encode(bytes)) == bytes)
        }
    }

    @Test func `both alphabets end as RFC 4648 says`() {
        #expect(Base64.url.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64.standard.encode([0xFB, 0xFF]) == "+/8")
    }

    @Test(arguments: ["A", "AAAAA", "AB", "AAB", "AA==", "A A", "Ä", "+w"])
    func `what encoding would not have made is refused`(text: String) {
        #expect(Base64.url.decode(text) == nil)
    }
}
