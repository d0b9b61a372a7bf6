import DatabaseSupport
import Glibc
import PostgreSQL
import Services
import Testing

/// A server over a database of its own that holds the sample catalogue.
struct SampleServer {
    let process: MarqueeProcess
    let port: UInt16
    /// Its URL, as the owner.
    let database: String

    init(_ environment: [String: String] = [:]) throws {
        let services = try ThrowAwayServices.shared()
        let backing = ["DATABASE_URL": try ReadyDatabase.sample(), "REDIS_URL": services.redis.url]
        process = try MarqueeProcess(["serve"], backing.merging(environment) { _, new in new })
        port = try process.awaitPort()
        database = backing["DATABASE_URL"] ?? ""
    }

    /// The answer to a document, head and body.
    func answer(_ document: String, headers: String = "") throws -> String {
        try LocalSocket.post("{\"query\":\"\(document)\"}", headers: headers, port: port)
    }

    @discardableResult
    func endInGoodOrder() -> MarqueeProcess.Ending {
        process.signal(SIGTERM)
        let ending = process.end()
        #expect(ending.status == 0)
        return ending
    }
}
