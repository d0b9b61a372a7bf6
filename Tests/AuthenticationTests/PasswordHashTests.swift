import Testing

@testable import Authentication

@Suite struct PasswordHashTests {
    private static let cheap = ScryptCost(log2N: 4, r: 1, p: 1)

    @Test func `a stored hash fits its password alone`() throws {
        let hash = PasswordHash(of: "difference engine", cost: Self.cheap)
        let stored = try #require(PasswordHash("\(hash)"))
        #expect(stored == hash)
        #expect(stored.matches("difference engine"))
        #expect(!stored.matches("Difference engine"))
        #expect(!stored.matches(""))
    }

    @Test func `nobody's hash fits no password, and is as dear to compare as another`() throws {
        let cost = ScryptCost(log2N: 4)
        let hash = PasswordHash(ofNobodyAt: cost)
        #expect(!hash.matches("") && !hash.matches("password"))
        #expect(hash.cost == cost)
        #expect(try #require(PasswordHash("\(hash)")) == hash)
    }

    @Test func `two hashes of one password differ`() {
        #expect("\(PasswordHash(of: "a", cost: Self.cheap))" != "\(PasswordHash(of: "a", cost: Self.cheap))")
    }

    /// RFC 7914, section 12, the third case; its first 32 bytes.
    @Test func `it is scrypt`() throws {
        let text = "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI"
        #expect(try #require(PasswordHash(text)).matches("password"))
    }

    @Test(arguments: [
        "", "password", "$scrypt$ln=10,r=8$TmFDbA$AAAA", "$argon2$ln=10,r=8,p=16$TmFDbA$AAAA",
        "$scrypt$ln=30,r=8,p=1$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI",
        "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+",
        "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI$",
    ])
    func `a damaged hash is none`(text: String) {
        #expect(PasswordHash(text) == nil)
    }
}
