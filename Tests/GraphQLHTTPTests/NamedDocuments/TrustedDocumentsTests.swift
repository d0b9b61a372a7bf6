import GraphQL
import Testing

@testable import GraphQLHTTP

@Suite struct TrustedDocumentsTests {
    private let document = "query Hi { hello }"
    private var hash: String { DocumentHash.text(of: Array(document.utf8)) }

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
                #expect(try test.post(#"{"documentId":"\#(name)"}"#).text == expected)
                #expect(try test.get("documentId=\(name)").text == expected)
            }
            let extensions = #"{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
            #expect(try test.post(#"{"extensions":\#(extensions)}"#).text == expected)
            #expect(
                try test.post(#"{"documentId":"both","operationName":"B"}"#).text
                    == #"{"data":{"b":"Hello, world!"}}"#)
            #expect(try test.post(#"{"query":"{ words }"}"#).text == #"{"data":{"words":["a","b"]}}"#)
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
            let other = DocumentHash.text(of: Array("{ words }".utf8))
            let extensions = #""extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(other)"}}"#
            for body in [
                #"{"query":"{ words }"}"#, #"{"query":"{ words }",\#(extensions)}"#, "{\(extensions)}",
                #"{"query":"not GraphQL"}"#,
            ] {
                #expect(try test.post(body).code == "DOCUMENT_NOT_TRUSTED")
            }
            #expect(try test.get("query=%7Bwords%7D").code == "DOCUMENT_NOT_TRUSTED")
            #expect(try test.post(#"{"query":"\#(document)"}"#).text == #"{"data":{"hello":"Hello, world!"}}"#)
            #expect(try test.post(#"{"documentId":"hi"}"#).text == #"{"data":{"hello":"Hello, world!"}}"#)
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
