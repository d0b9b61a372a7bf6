import GraphQL
import PostgreSQL

/// Counts of one property of hits.
struct Facet: Sendable {
    /// As the enum `FacetField` names it.
    let field: String
    var values: [FacetValue] = []
}

/// One value of a facet.
struct FacetValue: Sendable {
    let value: String
    let label: String
    let count: Int64
}

extension RequestContext {
    /// The facets that are asked for, in that order, each once.
    fileprivate func facets(of page: SearchPage, _ arguments: FieldArguments) async throws -> [Facet] {
        let first = try arguments.bounded("first", 1...50, default: 10)
        var facets: [Facet] = []
        for field in (arguments.list("fields") ?? []).compactMap(\.string)
        where !facets.contains(where: { $0.field == field }) {
            facets.append(Facet(field: field))
        }
        guard !facets.isEmpty else { return [] }
        let query = RowQuery(
            statement: page.list.facets,
            parameters: [.int(first)] + page.parameters + [.texts(facets.map(\.field))], caching: .search)
        guard let slice = try await rows.load(query, [0], memo: memo)[0] else { return facets }
        for row in slice.range {
            guard let place = facets.firstIndex(where: { $0.field == slice.rows.text(row, 1) }) else { continue }
            facets[place].values.append(
                FacetValue(
                    value: slice.rows.text(row, 2), label: slice.rows.text(row, 3), count: slice.rows.int(row, 4)))
        }
        return facets
    }
}

extension Resolvers<RequestContext> {
    mutating func facets() {
        object("SearchConnection", SearchPage.self) { page in
            page.load("facets") { pages, call in
                var lists: [[Facet]] = []
                for page in pages { lists.append(try await call.context.facets(of: page, call.arguments)) }
                return Resolved(lists: lists)
            }
        }
        object("Facet", Facet.self) { facet in
            facet.value("field") { $0.field }
            facet.children("values") { $0.values }
        }
        object("FacetValue", FacetValue.self) { value in
            value.value("value") { $0.value }
            value.value("label") { $0.label }
            value.value("count") { $0.count }
        }
    }
}
