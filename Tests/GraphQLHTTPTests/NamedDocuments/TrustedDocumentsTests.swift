import GraphQL
import Testing

@testable import GraphQLHTTP

@Suite struct TrustedDocumentsTests {
    private let document = "query Hi { hello }"
    private var hash: String { ContentHash.text(of: Array(document.utf8)) }

    private func trusted(
        _ documents: [(id: String, source: Source)], _ mode: TrustedDocuments.Mode = .also
    ) throws -> TrustedDocuments {
        try TrustedDocuments(documents, mode: mode, engine: Greeter.engine())
    }

    private func configuration(_ mode: TrustedDocuments.Mode) throws -> GraphQLHTTPConfiguration {
        var configuration = GraphQLHTTPConfiguration()
        let both = "query A { a: hello } query B { b: hello }"
        configuration.trustedDocuments = try trusted([("hi", Source(document)), ("both", Source(both))], mode)
        return configuration
    }

    @Test func `a document is named by its id or its hash, in the body or the URL`() async throws {
        try await withServer(configuration(.also)) { test in
            let expected = #"{"data":{"hello":"Hello, world!"}}"#
            for name in ["hi", hash, "sha256:\(hash)"] {
                let answer1 = try test.post(#"{"documentId":"\#(name)"}"#)
                #expect(answer1.text == expected)
                let answer2 = try test.get("documentId=\(name)")
                #expect(answer2.text == expected)
            }
            let extensions = #"{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
            let answer3 = try test.post(#"{"extensions":\#(extensions)}"#)
            #expect(answer3.text == expected)
            let answer4 = try test.post(#"{"documentId":"both","operationName":"B"}"#)
            #expect(answer4.text == #"{"data":{"b":"Hello, world!"}}"#)
            let answer5 = try test.post(#"{"query":"{ words }"}"#)
            #expect(answer5.text == #"{"data":{"words":["a","b"]}}"#)
        }
    }

    @Test func `an unknown id is refused`() async throws {
        try await withServer(configuration(.also)) { test in
            let answer = try test.post(#"{"documentId":"ho"}"#)
            #expect(answer.status == 200)
            #expect(answer.code == "DOCUMENT_NOT_TRUSTED")
            #expect(answer.message == "No trusted document is called \"ho\".")
            let both = try test.post(#"{"documentId":"hi","query":"{ hello }"}"#)
            #expect(both.status == 400)
            #expect(both.code == "BAD_REQUEST")
        }
    }

    @Test func `only them: every other document is refused, however it comes`() async throws {
        try await withServer(configuration(.only)) { test in
            let other = ContentHash.text(of: Array("{ words }".utf8))
            let extensions = #""extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(other)"}}"#
            for body in [
                #"{"query":"{ words }"}"#, #"{"query":"{ words }",\#(extensions)}"#, "{\(extensions)}",
                #"{"query":"not GraphQL"}"#,
            ] {
                let answer6 = try test.post(body)
                #expect(answer6.code == "DOCUMENT_NOT_TRUSTED")
            }
            let answer7 = try test.get("query=%7Bwords%7D")
            #expect(answer7.code == "DOCUMENT_NOT_TRUSTED")
            let answer8 = try test.post(#"{"query":"\#(document)"}"#)
            #expect(answer8.text == #"{"data":{"hello":"Hello, world!"}}"#)
            let answer9 = try test.post(#"{"documentId":"hi"}"#)
            #expect(answer9.text == #"{"data":{"hello":"Hello, world!"}}"#)
        }
    }

    @Test func `all that is wrong is told at once, with file and place`() throws {
        let documents = [
            ("good", Source(document, name: "docs/good.graphql")),
            ("field", Source("{\n  nothing\n  hello(nam: 1)\n}", name: "docs/field.graphql")),
            ("syntax", Source("query {", name: "docs/syntax.graphql")),
            ("empty", Source("fragment F on Query { hello }", name: "docs/empty.graphql")),
            ("good", Source("{ words }", name: "docs/again.graphql")),
        ].map { (id: $0.0, source: $0.1) }
        let error = #expect(throws: TrustedDocumentsError.self) { _ = try trusted(documents) }
        let problems = error?.problems ?? []
        for begin in [
            "docs/field.graphql:2:3: Cannot query field \"nothing\"",
            "docs/field.graphql:3:9: Unknown argument \"nam\"",
            "docs/syntax.graphql:1:8: Syntax Error", "docs/empty.graphql:",
            "docs/again.graphql: another document is called \"good\"",
        ] {
            #expect(problems.contains { $0.hasPrefix(begin) }, "\(begin) is not among \(problems)")
        }
        #expect(!problems.contains { $0.hasPrefix("docs/good.graphql") })
    }
}
