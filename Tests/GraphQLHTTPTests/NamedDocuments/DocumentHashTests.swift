import Testing

@testable import GraphQLHTTP

@Suite struct DocumentHashTests {
    @Test func `it is the SHA-256 in hexadecimal digits`() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(DocumentHash.text(of: Array("abc".utf8)) == abc)
        #expect(DocumentHash.isHash(abc))
        #expect(!DocumentHash.isHash(abc.uppercased()))
        #expect(!DocumentHash.isHash(String(abc.dropLast())))
        #expect(!DocumentHash.isHash(""))
    }
}
