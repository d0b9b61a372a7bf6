import HTTPServer
import TestSupport
import Testing

@Suite struct ByteSourceTests {
    /// An owner as the engine is one.
    private final class Owner: ByteSource {
        let bytes: [UInt8]
        var count: Int { bytes.count }

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
            try unsafe bytes.withUnsafeBytes(body)
        }
    }

    @Test(arguments: [0, 1, 6_000_000])
    func `a body is sent from its owner's memory`(size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer(handler: { _ in HTTPResponse(body: .owned(Owner(bytes))) }) { test in
            let client = try test.connect()
            for _ in 0..<2 {
                client.get("/")
                #expect(try client.receive().body == bytes)
            }
        }
    }

    @Test func `a long one is compressed like any other`() async throws {
        let bytes = Array(CompressionTests.long.utf8)
        try await withServer(handler: { _ in HTTPResponse(headers: .json, body: .owned(Owner(bytes))) }) { test in
            let client = try test.connect()
            client.get("/", headers: "Accept-Encoding: gzip\r\n")
            let answer = try client.receive()
            #expect(answer["Content-Encoding"] == "gzip")
            #expect(answer.body.count < 200)
        }
    }
}
