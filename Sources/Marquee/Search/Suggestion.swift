import GraphQL
import PostgreSQL

/// A completion while typing.
struct Suggestion: Sendable {
    let text: String
    let target: GlobalID
}

extension RequestContext {
    /// The completions a field asks for, the best first.
    func suggestions(_ call: Call) async throws -> [Suggestion] {
        let input = InputReader(call.arguments)
        let prefix = try input.question("prefix", atMost: 60)
        let types = try input.searchTypes()
        let first = try call.arguments.bounded("first", 1...20, default: 8)
        let plan = try await searchPlan(prefix)
        let query = RowQuery(
            statement: SearchStatements.suggestions,
            parameters: [.int(first)] + SearchNames.parameters(plan, types), caching: .search)
        guard let slice = try await rows.load(query, [0], memo: memo)[0] else { return [] }
        return slice.range.map { row in
            guard let kind = NodeKind.allCases.first(where: { "\($0)" == slice.rows.text(row, 2) }) else {
                preconditionFailure("Search finds kinds of nodes only.")
            }
            return Suggestion(text: slice.rows.text(row, 1), target: GlobalID(kind, slice.rows.int(row, 3)))
        }
    }
}
