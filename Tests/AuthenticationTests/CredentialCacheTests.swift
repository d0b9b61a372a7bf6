import Testing

@testable import Authentication

@Suite struct CredentialCacheTests {
    private func digest(_ number: Int) -> Digest { Digest(of: "\(number)") }

    @Test func `what was found is there until it expires`() {
        var cache = CredentialCache<String>(capacity: 10)
        cache.keep("ada", of: 1, under: digest(1), until: 100)
        #expect(cache.find(digest(1), now: 99) == "ada")
        #expect(cache.find(digest(1), now: 100) == nil)
        #expect(cache.find(digest(2), now: 0) == nil)
    }

    @Test func `an account is forgotten with all its credentials, others stay`() {
        var cache = CredentialCache<String>(capacity: 4)
        for number in 1...3 { cache.keep("ada", of: 1, under: digest(number), until: 100) }
        cache.keep("bob", of: 2, under: digest(4), until: 100)
        cache.forget(account: 1)
        #expect((1...4).map { cache.find(digest($0), now: 0) } == [nil, nil, nil, "bob"])
        cache.forgetAll()
        #expect(cache.count == 0)
    }

    @Test func `it is bounded, and what is used stays longest`() {
        var cache = CredentialCache<Int>(capacity: 10)
        cache.keep(0, of: 1, under: digest(0), until: 100)
        for number in 1...1000 {
            cache.keep(number, of: 1, under: digest(number), until: 100)
            #expect(cache.find(digest(0), now: 0) == 0)
            #expect(cache.count <= 10)
        }
        #expect(cache.find(digest(1), now: 0) == nil)
    }
}
