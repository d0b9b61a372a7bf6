import EventLoop
import GraphQL
import Testing

@testable import GraphQLHTTP

@Suite struct PersistedDocumentsTests {
    /// What stands in for Redis: documents by hash, and what was asked.
    private final class Shelf: Sendable {
        let documents = Locked<[String: [UInt8]]>([:])
        let searches = Locked(0)

        var configuration: GraphQLHTTPConfiguration {
            var configuration = GraphQLHTTPConfiguration()
            configuration.persistedDocuments = PersistedDocuments(
                find: { [self] hash in
                    searches.withLock { $0 += 1 }
                    return documents.withLock { $0[hash] }
                },
                keep: { [self] document, hash in documents.withLock { $0[hash] = document } })
            return configuration
        }
    }

    private let document = "query Hi($n: String) { hello(name: $n) }"
    private var hash: String { ContentHash.text(of: Array(document.utf8)) }

    private func body(_ hash: String, document: String? = nil, variables: String = #"{"n":"Ann"}"#) -> String {
        let query = document.map { #""query":"\#($0)","# } ?? ""
        return #"{\#(query)"variables":\#(variables),"extensions":\#(extensions(hash))}"#
    }

    private func extensions(_ hash: String) -> String {
        #"{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
    }

    @Test func `an unknown hash asks for the document, which is known by it from then on`() async throws {
        let shelf = Shelf()
        try await withServer(shelf.configuration) { test in
            let unknown = try test.post(body(hash))
            #expect(unknown.status == 200)
            #expect(unknown.message == "PersistedQueryNotFound")
            #expect(unknown.code == "PERSISTED_QUERY_NOT_FOUND")
            let answer1 = try test.post(body(hash, document: document))
            #expect(answer1.text == #"{"data":{"hello":"Hello, Ann!"}}"#)
            #expect(shelf.documents.withLock { $0 } == [hash: Array(document.utf8)])
            let known = try test.post(body(hash, variables: #"{"n":"Bob"}"#))
            #expect(known.text == #"{"data":{"hello":"Hello, Bob!"}}"#)
            #expect(shelf.searches.withLock { $0 } == 1)
            #expect(test.reports.withLock { $0.map(\.isDocumentCached) } == [false, false, true])
        }
    }

    @Test func `the other media type says that it failed by its status`() async throws {
        try await withServer(Shelf().configuration) { test in
            let answer = try test.post(body(hash), accept: "application/graphql-response+json")
            #expect(answer.status == 400)
            #expect(answer.code == "PERSISTED_QUERY_NOT_FOUND")
        }
    }

    @Test func `a document that another server has kept is found, and prepared once`() async throws {
        let shelf = Shelf()
        shelf.documents.withLock { $0[hash] = Array(document.utf8) }
        try await withServer(shelf.configuration) { test in
            for _ in 0..<3 {
                let answer2 = try test.post(body(hash))
                #expect(answer2.text == #"{"data":{"hello":"Hello, Ann!"}}"#)
            }
            #expect(shelf.searches.withLock { $0 } == 1)
        }
    }

    @Test func `without a shelf the loop itself remembers`() async throws {
        try await withServer { test in
            let answer3 = try test.post(body(hash))
            #expect(answer3.code == "PERSISTED_QUERY_NOT_FOUND")
            _ = try test.post(body(hash, document: document))
            let answer4 = try test.post(body(hash))
            #expect(answer4.text == #"{"data":{"hello":"Hello, Ann!"}}"#)
        }
    }

    @Test func `a hash that is not the document's is refused, also when the hash is known`() async throws {
        let shelf = Shelf()
        try await withServer(shelf.configuration) { test in
            _ = try test.post(body(hash, document: document))
            let answer = try test.post(body(hash, document: "{ words }"))
            #expect(answer.code == "PERSISTED_QUERY_HASH_MISMATCH")
            #expect(answer.message?.contains(hash) == true)
            #expect(shelf.documents.withLock { $0.count } == 1)
        }
    }

    @Test func `what a shelf holds under a wrong hash is not served`() async throws {
        let shelf = Shelf()
        shelf.documents.withLock { $0[hash] = Array("{ words }".utf8) }
        try await withServer(shelf.configuration) { test in
            let answer5 = try test.post(body(hash))
            #expect(answer5.code == "PERSISTED_QUERY_NOT_FOUND")
        }
    }

    @Test func `an invalid document is not kept`() async throws {
        let shelf = Shelf()
        try await withServer(shelf.configuration) { test in
            let invalid = ContentHash.text(of: Array("{ nothing }".utf8))
            let answer6 = try test.post(body(invalid, document: "{ nothing }"))
            #expect(answer6.code == "GRAPHQL_VALIDATION_FAILED")
            #expect(shelf.documents.withLock { $0.isEmpty })
            let answer7 = try test.post(body(invalid))
            #expect(answer7.code == "PERSISTED_QUERY_NOT_FOUND")
        }
    }

    @Test func `a hash works by GET, though not for mutations`() async throws {
        try await withServer(Shelf().configuration) { test in
            let extensions = "extensions=" + percentEncoded(extensions(hash))
            let answer8 = try test.get(extensions)
            #expect(answer8.code == "PERSISTED_QUERY_NOT_FOUND")
            _ = try test.get("query=\(percentEncoded(document))&\(extensions)")
            let answer9 = try test.get(extensions)
            #expect(answer9.text == #"{"data":{"hello":"Hello, world!"}}"#)

            let mutation = #"mutation { greet(name: \"a\") }"#
            let mutationHash = ContentHash.text(of: Array(#"mutation { greet(name: "a") }"#.utf8))
            let answer10 = try test.post(body(mutationHash, document: mutation))
            #expect(answer10.status == 200)
            let answer11 = try test.get("extensions=" + percentEncoded(self.extensions(mutationHash)))
            #expect(answer11.status == 405)
        }
    }

    @Test func `the operation's name belongs to what is known by a hash`() async throws {
        try await withServer { test in
            let both = "query A { a: hello } query B { b: hello }"
            let hash = ContentHash.text(of: Array(both.utf8))
            for (name, query) in [("A", #""query":"\#(both)","#), ("B", #""query":"\#(both)","#), ("A", ""), ("B", "")]
            {
                let answer = try test.post(
                    #"{\#(query)"operationName":"\#(name)","extensions":\#(extensions(hash))}"#)
                #expect(answer.json["data"]?[name.lowercased()]?.string == "Hello, world!")
            }
            #expect(test.endpoint.documentCacheStatistics.count == 2)
        }
    }

    @Test(arguments: [
        #"{"version":2,"sha256Hash":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}"#,
        #"{"version":1,"sha256Hash":"abc"}"#, #"{"version":1}"#, "1",
    ])
    func `a malformed extension is refused`(persisted: String) async throws {
        try await withServer { test in
            let answer = try test.post(#"{"query":"{ hello }","extensions":{"persistedQuery":\#(persisted)}}"#)
            #expect(answer.status == 400)
            #expect(answer.message?.contains("sha256Hash") == true)
        }
    }

    @Test func `extensions of other names and null leave the request as it is`() async throws {
        try await withServer { test in
            for extensions in [#"{"tracing":true}"#, "{}", #"{"persistedQuery":null}"#] {
                let answer = try test.post(#"{"query":"{ hello }","extensions":\#(extensions)}"#)
                #expect(answer.text == #"{"data":{"hello":"Hello, world!"}}"#)
            }
        }
    }

    private func percentEncoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
