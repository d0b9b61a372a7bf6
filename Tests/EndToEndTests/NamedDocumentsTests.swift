import DatabaseSupport
import Glibc
import Testing

@testable import Services

/// Documents that requests name instead of sending them, over the built program.
@Suite(.onOwnThreads) struct NamedDocumentsTests {
    private static let document = "query Top($n: Int) { movies(first: $n) { nodes { title } } }"
    /// The SHA-256 of `document`.
    private static let hash = "85a035413652dd3efc90fdbf9c7c714a71c29f679d4c4a8b1f6913466168de62"
    private static let variables = #""variables":{"n":1}"#
    private static let answer = #"{"data":{"movies":{"nodes":[{"title":"The Godfather"}]}}}"#
    private static let extensions = #""extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(hash)"}}"#
    private static let byHash = "{\(variables),\(extensions)}"
    private static let withDocument = #"{"query":"\#(document)",\#(variables),\#(extensions)}"#

    // MARK: Automatic persisted queries

    @Test func `a document sent to one server is known to the others and after a restart, through Redis`() throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let redis = try PrivateRedis(place: place)
        let environment = ["DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": redis.url]
        let first = try MarqueeProcess(["serve"], environment)
        let other = try MarqueeProcess(["serve"], environment)
        let (port, otherPort) = (try first.awaitPort(), try other.awaitPort())

        let unknown = try LocalSocket.post(Self.byHash, port: port)
        #expect(unknown.contains(#""message":"PersistedQueryNotFound""#))
        #expect(unknown.contains(#""code":"PERSISTED_QUERY_NOT_FOUND""#))
        #expect(try LocalSocket.post(Self.withDocument, port: port).body == Self.answer)
        #expect(try LocalSocket.post(Self.byHash, port: port).body == Self.answer)
        #expect(try LocalSocket.post(Self.byHash, port: otherPort).body == Self.answer)

        first.signal(SIGTERM)
        #expect(first.end().status == 0)
        let again = try MarqueeProcess(["serve"], environment)
        #expect(try LocalSocket.post(Self.byHash, port: again.awaitPort()).body == Self.answer)
        for server in [other, again] {
            server.signal(SIGTERM)
            #expect(server.end().status == 0)
        }
        redis.stop()
    }

    @Test func `without Redis a server asks for the document and remembers it alone`() throws {
        let place = try ServicePlace.throwAway()
        defer { try? Files.remove(place.home) }
        let environment = [
            "DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": "unix://\(place.sockets)/redis.sock",
            "MARQUEE_LOOPS": "1",
        ]
        let server = try MarqueeProcess(["serve"], environment)
        let port = try server.awaitPort()
        #expect(try LocalSocket.post(Self.byHash, port: port).contains("PersistedQueryNotFound"))
        #expect(try LocalSocket.post(Self.withDocument, port: port).body == Self.answer)
        #expect(try LocalSocket.post(Self.byHash, port: port).body == Self.answer)
        server.signal(SIGTERM)
        #expect(server.end().status == 0)
    }

    // MARK: Trusted documents

    @Test func `documents of a folder are served by name, and with "only" no others`() throws {
        let home = try PrivateHome()
        try Files.write(Self.document, to: "\(home.path)/top.graphql")
        try Files.write("query Drama { genre(slug: \"drama\") { name } }", to: "\(home.path)/drama.graphql")
        try Files.write("no document", to: "\(home.path)/README.md")
        let server = try SampleServer([
            "MARQUEE_TRUSTED_DOCUMENTS": home.path, "MARQUEE_TRUSTED_DOCUMENTS_MODE": "only",
        ])
        #expect(try post(#"{"documentId":"top",\#(Self.variables)}"#, server).body == Self.answer)
        #expect(try post(#"{"documentId":"sha256:\#(Self.hash)",\#(Self.variables)}"#, server).body == Self.answer)
        #expect(try post(Self.byHash, server).body == Self.answer)
        #expect(try post(#"{"query":"\#(Self.document)",\#(Self.variables)}"#, server).body == Self.answer)
        let drama = try LocalSocket.get("/graphql?documentId=drama", port: server.port)
        #expect(drama.body == #"{"data":{"genre":{"name":"Drama"}}}"#)
        for other in [
            #"{"query":"{ genres { name } }"}"#, #"{"documentId":"README"}"#,
            #"{"query":"{ __schema { queryType { name } } }"}"#, #"{"query":"not GraphQL"}"#,
        ] {
            let refused = try post(other, server)
            #expect(refused.hasPrefix("HTTP/1.1 400 "), "\(refused)")
            #expect(refused.contains(#""code":"DOCUMENT_NOT_TRUSTED""#), "\(refused)")
        }
        server.endInGoodOrder()
    }

    @Test func `documents of a manifest are served beside others`() throws {
        let home = try PrivateHome()
        let manifest = "\(home.path)/manifest.json"
        try Files.write(#"{"7f3a": "\#(Self.document)"}"#, to: manifest)
        let server = try SampleServer(["MARQUEE_TRUSTED_DOCUMENTS": manifest])
        #expect(try post(#"{"documentId":"7f3a",\#(Self.variables)}"#, server).body == Self.answer)
        #expect(try post(#"{"query":"{ genre(slug: \"drama\") { name } }"}"#, server).contains("Drama"))
        server.endInGoodOrder()
    }

    @Test func `documents that do not fit the schema stop the start, each with its place`() throws {
        let home = try PrivateHome()
        try Files.write("query A {\n  movies { nodes { titel } }\n}", to: "\(home.path)/a.graphql")
        try Files.write("query B {", to: "\(home.path)/b.graphql")
        let environment = [
            "MARQUEE_TRUSTED_DOCUMENTS": home.path, "DATABASE_URL": try ReadyDatabase.empty(),
        ]
        let ending = try run("serve", environment: environment)
        #expect(ending.status == 1)
        #expect(ending.errors.contains("a.graphql:2:20: Cannot query field \"titel\" on type \"Movie\"."))
        #expect(ending.errors.contains("b.graphql:1:10: Syntax Error: Expected Name, found <EOF>."))
    }

    @Test func `"only" without documents stops the start`() throws {
        let ending = try run("serve", environment: ["MARQUEE_TRUSTED_DOCUMENTS_MODE": "only"])
        #expect(ending.status == 1)
        #expect(
            ending.errors.contains(
                "MARQUEE_TRUSTED_DOCUMENTS_MODE is \"only\", but MARQUEE_TRUSTED_DOCUMENTS names no documents"))
    }

    private func post(_ body: String, _ server: SampleServer) throws -> String {
        try LocalSocket.post(body, port: server.port)
    }
}
