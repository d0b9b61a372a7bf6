import DatabaseSupport
import Glibc
import Testing

@testable import Services

/// A reader of the server's output that stops reading holds up nobody but itself.
@Suite(.onOwnThreads) struct UnreadOutputTests {
    @Test func `while nobody reads what it says the server starts, answers and stops`() throws {
        let port = try LocalSocket.listening().port
        // Without Redis every loop has something to say on standard error; each request has on standard output.
        let environment = [
            "DATABASE_URL": try ReadyDatabase.empty(), "REDIS_URL": "unix:///nowhere",
            "MARQUEE_PORT": "\(port)", "MARQUEE_LOOPS": "2",
        ]
        let server = try MarqueeProcess(["serve"], environment, isUnread: true)
        let isReady = Pause.until(seconds: 20) {
            (try? LocalSocket.get("/readyz", port: port))?.hasPrefix("HTTP/1.1 200 ") == true
        }
        try #require(isReady)
        for _ in 1...20 {
            usleep(50_000)  // the log's lines leave ten times a second
            #expect(try LocalSocket.post(#"{"query":"{ __typename }"}"#, port: port).contains(#"{"data":"#))
        }
        server.signal(SIGTERM)
        #expect(server.status(within: 10) == 0)
    }
}
