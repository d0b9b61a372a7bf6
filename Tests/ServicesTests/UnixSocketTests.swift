import Testing

@testable import Services

extension ServicesTests {
    @Suite struct UnixSocketTests {
        @Test(arguments: ["/tmp/nobody-listens-here", "/tmp/" + String(repeating: "x", count: 120)])
        func `no connection where nobody listens or the path is too long`(path: String) {
            let listener = UnixSocket(path)?.listener
            #expect(listener == nil)
        }

        @Test func `the kernel says who listens`() throws {
            let redis = try ThrowAwayServices.shared().redis
            let listener = UnixSocket(String(redis.url.dropFirst("unix://".count)))?.listener
            #expect(listener == redis.process)
        }
    }
}
