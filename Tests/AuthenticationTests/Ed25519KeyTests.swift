import Testing

@testable import Authentication

@Suite struct Ed25519KeyTests {
    /// The key of RFC 8037, appendix A.1.
    private static let seed = Base64.url.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A") ?? []

    @Test func `public half and name are those of RFC 8037`() throws {
        let key = try #require(Ed25519Key(seed: Self.seed))
        #expect(Base64.url.encode(key.publicKey) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        #expect(key.id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    /// Appendix A.4.
    @Test func `the signature is that of RFC 8037`() throws {
        let key = try #require(Ed25519Key(seed: Self.seed))
        let text = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let signature = key.signature(of: text)
        #expect(
            Base64.url.encode(signature)
                == "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
        #expect(key.isSignature(signature, of: text))
        #expect(!key.isSignature(signature, of: text + [0]))
        #expect(!key.isSignature([], of: text))
        #expect(!Ed25519Key.make().isSignature(signature, of: text))
    }

    @Test func `a key comes back from its file, and no other content is one`() throws {
        let key = Ed25519Key.make()
        #expect(try #require(Ed25519Key(pem: key.pem)).publicKey == key.publicKey)
        #expect(Ed25519Key(pem: []) == nil)
        #expect(Ed25519Key(pem: Array(key.pem.dropLast(40))) == nil)
        #expect(Ed25519Key(seed: [1, 2, 3]) == nil)
    }
}
