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
            let target = GlobalID(NodeKind(found: slice.rows.text(row, 2)), slice.rows.int(row, 3))
            return Suggestion(text: slice.rows.text(row, 1), target: target)
        }
    }
}
