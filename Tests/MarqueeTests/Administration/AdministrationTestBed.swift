import EventLoop
import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

/// What suites on administration do over and over.
extension AccountTestBed {
    /// Makes an account that is an administrator, and gives its access token.
    func administrator(_ name: String) async throws -> String {
        let account = try await register(name)
        try AccountDatabase.owner().query(
            "update accounts set role = 'admin' where user_id = $1", [.int(account.key)])
        return try await login(name).token
    }

    /// Makes a movie, and gives its ID.
    func makeMovie(_ data: String, as token: String) async throws -> String {
        try await made("createMovie", "movie", #"{"movie":\#(data)}"#, as: token)
    }

    func makeShow(_ data: String, as token: String) async throws -> String {
        try await made("createShow", "show", #"{"show":\#(data)}"#, as: token)
    }

    func makeSeason(_ input: String, as token: String) async throws -> String {
        try await made("createSeason", "season", input, as: token)
    }

    func makePerson(_ data: String, as token: String) async throws -> String {
        try await made("createPerson", "person", #"{"person":\#(data)}"#, as: token)
    }

    /// Runs a mutation that has to succeed; the ID of what it made.
    func made(_ mutation: String, _ field: String, _ input: String, as token: String) async throws -> String {
        let payload = try await mutate(mutation, input, "\(field) { id }", as: token)
        return try #require(payload[field]?["id"]?.string, "\(payload.text)")
    }

    /// Returns when somebody waits for a lock that the connection holds.
    func waitUntilBlocked(by other: OwnerConnection) async throws {
        let blocked = "select count(*) from pg_stat_activity where $1::integer = any (pg_blocking_pids(pid))"
        let process = try other.query("select pg_backend_pid()").int(0, 0)
        let observer = try AccountDatabase.owner()
        while try observer.query(blocked, [.int(process)]).int(0, 0) == 0 {
            try await loop.sleep(for: .milliseconds(5))
        }
    }

    /// The fields of one object, as JSON.
    func read(_ id: String, _ selection: String, as token: String? = nil) async throws -> String {
        let answer = try await answer("{ node(id: \"\(id)\") { \(selection) } }", as: token)
        return (answer["data"]?["node"] ?? answer).text
    }
}

extension String {
    /// The key in a global ID.
    var key: Int64 { split(separator: "_").last.flatMap { Int64($0) } ?? 0 }
}

/// The first column of what a statement gives the owner.
func ownersTexts(_ sql: String, _ parameters: [Parameter] = []) throws -> [String] {
    let rows = try AccountDatabase.owner().query(sql, parameters)
    return (0..<rows.count).map { rows.text($0, 0) }
}
