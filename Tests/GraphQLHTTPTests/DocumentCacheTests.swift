import Testing

@testable import GraphQLHTTP

@Suite struct DocumentCacheTests {
    private func find(
        _ document: String, name: String = "", _ form: DocumentKey.Form = .escaped,
        in cache: inout DocumentCache<Int>
    ) -> Int? {
        cache.find(DocumentKey(form, document: Array(document.utf8).span, operationName: Array(name.utf8).span))
    }

    private func insert(
        _ number: Int, as document: String, name: String = "", size: Int = 0, in cache: inout DocumentCache<Int>
    ) {
        let document = Array(document.utf8)
        let name = Array(name.utf8)
        cache.insert(
            number, under: DocumentKey(.escaped, document: document.span, operationName: name.span), size: size)
    }

    @Test func `an operation is found by the bytes of document and name, and by how they are read`() {
        var cache = DocumentCache<Int>(capacity: 1000)
        insert(1, as: "{ a }", in: &cache)
        insert(2, as: "{ a }", name: "A", in: &cache)
        #expect(find("{ a }", in: &cache) == 1)
        #expect(find("{ a }", name: "A", in: &cache) == 2)
        #expect(find("{ a }", .plain, in: &cache) == nil)
        #expect(find("{ a }A", in: &cache) == nil)
        #expect(find("{ b }", in: &cache) == nil)
        #expect(find("{ a", in: &cache) == nil)
    }

    @Test func `every byte of a document counts`() {
        var cache = DocumentCache<Int>(capacity: 10_000)
        let document = Array("query Q { movies(first: 5) { title } }".utf8)
        insert(1, as: String(decoding: document, as: UTF8.self), in: &cache)
        for place in document.indices {
            var changed = document
            changed[place] ^= 1
            #expect(find(String(decoding: changed, as: UTF8.self), in: &cache) == nil)
        }
    }

    @Test func `every byte of a document of any length is hashed`() {
        let text = Array("query Q { movies(first: 5, after: 7) { title, genres, releaseDate } } # of any length".utf8)
        for count in 1...text.count {
            let document = Array(text.prefix(count))
            let hash = hash(of: document)
            #expect(self.hash(of: document) == hash)
            #expect(self.hash(of: document + [0]) != hash)
            for place in document.indices {
                var changed = document
                changed[place] ^= 1
                #expect(self.hash(of: changed) != hash)
            }
        }
    }

    private func hash(of document: [UInt8]) -> UInt64 {
        DocumentKey(.escaped, document: document.span, operationName: [UInt8]().span).hash
    }

    @Test func `memory stays bounded, and what is used stays longest`() {
        var cache = DocumentCache<Int>(capacity: 1000)
        for number in 0..<100 {
            insert(number, as: "document \(number)", size: 90, in: &cache)
            #expect(cache.size <= 1000)
            #expect(find("document 0", in: &cache) == 0)
        }
        #expect(cache.count == 9)
        #expect(find("document 99", in: &cache) == 99)
        #expect(find("document 50", in: &cache) == nil)
    }

    @Test func `what would fill a quarter of the cache is not kept`() {
        var cache = DocumentCache<Int>(capacity: 1000)
        insert(1, as: "small", size: 100, in: &cache)
        insert(2, as: "large", size: 250, in: &cache)
        #expect(find("large", in: &cache) == nil)
        #expect(find("small", in: &cache) == 1)
    }

    @Test func `the same document again replaces itself`() {
        var cache = DocumentCache<Int>(capacity: 1000)
        insert(1, as: "a", size: 100, in: &cache)
        insert(2, as: "a", size: 50, in: &cache)
        #expect(cache.count == 1)
        #expect(cache.size == 51)
        #expect(find("a", in: &cache) == 2)
    }
}
