import Testing

@testable import DataLoader

@Suite struct BoundedCacheTests {
    private typealias Cache = BoundedCache<Int, String>

    /// Room for four values of 100 bytes.
    private func cache() -> Cache { Cache(capacity: 4 * (100 + Cache.overhead)) }

    @Test func `values are found until there is no room for them`() {
        var cache = cache()
        for key in 0..<4 { cache.insert("\(key)", under: key, size: 100) }
        #expect(cache.count == 4)
        _ = cache.find(0)
        #expect(cache.insert("4", under: 4, size: 100) == ["1"])
        #expect(cache.find(0) == "0")
        #expect(cache.find(1) == nil)
        #expect(cache.size == cache.capacity)
    }

    @Test func `another value under the same key takes the place of the first`() {
        var cache = cache()
        cache.insert("a", under: 1, size: 100)
        #expect(cache.insert("b", under: 1, size: 50) == ["a"])
        #expect(cache.find(1) == "b")
        #expect(cache.size == 50 + Cache.overhead)
    }

    @Test func `what would fill a quarter of it is not kept`() {
        var cache = cache()
        cache.insert("small", under: 1, size: 10)
        #expect(cache.insert("large", under: 1, size: 101) == ["small"])
        #expect(cache.find(1) == nil)
        #expect(cache.size == 0)
    }

    @Test func `removing keeps the others`() {
        var cache = cache()
        for key in 0..<4 { cache.insert("\(key)", under: key, size: 100) }
        #expect(cache.removeAll { key, _ in key % 2 == 0 }.sorted() == ["0", "2"])
        #expect(cache.find(1) == "1")
        #expect(cache.find(3) == "3")
        #expect(cache.find(0) == nil)
        #expect(cache.size == 2 * (100 + Cache.overhead))
    }
}
