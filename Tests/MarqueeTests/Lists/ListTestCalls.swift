import GraphQL
import Testing

@testable import Marquee

/// What tests of lists do over and over.
extension AccountTestBed {
    /// The ID of a new list with these entries.
    func makeList(
        _ name: String, _ privacy: String = "PRIVATE", _ subjects: [String] = [], as account: SignedUp
    ) async throws -> String {
        let entries = subjects.map { #"{"subjectId":"\#($0)"}"# }.joined(separator: ",")
        let made = try await mutate(
            "createList", #"{"name":"\#(name)","privacy":"\#(privacy)","entries":[\#(entries)]}"#, "list { id }",
            as: account.token)
        return try #require(made["list"]?["id"]?.string, "\(made.text)")
    }

    func add(
        _ subjects: [String], to list: String, at place: String = "null", as account: SignedUp
    ) async throws -> JSONValue {
        let entries = subjects.map { #"{"subjectId":"\#($0)"}"# }.joined(separator: ",")
        return try await mutate(
            "addToList", #"{"target":\#(target(list)),"entries":[\#(entries)],"place":\#(place)}"#,
            "addedCount entries { id position } list { id entryCount }", as: account.token)
    }

    func remove(_ subjects: [String], from list: String, as account: SignedUp) async throws -> JSONValue {
        let ids = subjects.map { "\"\($0)\"" }.joined(separator: ",")
        return try await mutate(
            "removeFromList", #"{"target":\#(target(list)),"subjectIds":[\#(ids)]}"#,
            "removedSubjectIds list { entryCount }", as: account.token)
    }

    func move(_ entry: String, to place: String, as account: SignedUp) async throws -> JSONValue {
        try await mutate(
            "moveListEntry", #"{"entryId":"\#(entry)","to":\#(place)}"#, "entry { id position } list { id }",
            as: account.token)
    }

    /// The entries of a list: their IDs and subjects, in order.
    func entries(
        of list: String, _ arguments: String = "first: 100", as account: SignedUp?
    ) async throws -> [(id: String, subject: String, position: Int64)] {
        let answer = try await answer(
            """
            { list(id: "\(list)") { entries(\(arguments)) { nodes { id position subject {
              ... on Movie { id } ... on Show { id } ... on Season { id } ... on Episode { id } ... on Person { id } } } } } }
            """, as: account?.token)
        let nodes = try #require(answer["data"]?["list"]?["entries"]?["nodes"]?.array, "\(answer.text)")
        return nodes.map { node in
            (node["id"]?.string ?? "", node["subject"]?["id"]?.string ?? "", node["position"]?.int64 ?? 0)
        }
    }

    /// `ListTarget` for an ID, or the name of a system list.
    private func target(_ list: String) -> String {
        list.contains("_") && list != "ON_HOLD" ? #"{"id":"\#(list)"}"# : #"{"system":"\#(list)"}"#
    }
}
