import Testing

@testable import GraphQLHTTP

@Suite struct ContentHashTests {
    @Test func `it is the SHA-256 in hexadecimal digits`() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(ContentHash.text(of: Array("abc".utf8)) == abc)
        #expect(ContentHash.isHash(abc))
        #expect(!ContentHash.isHash(abc.uppercased()))
        #expect(!ContentHash.isHash(String(abc.dropLast())))
        #expect(!ContentHash.isHash(""))
    }
}
