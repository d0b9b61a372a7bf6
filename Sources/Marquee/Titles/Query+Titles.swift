import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Root fields that read titles.
    mutating func titleQueries() {
        root("Query") { query in
            for kind in [NodeKind.movie, .show] {
                query.load("\(kind)") { _, call in
                    let key = try GlobalID.key(of: kind, in: call.arguments)
                    let found = try await call.context.one(
                        TitleStatements.byID, [key], needs: call.needs | AttributeSet(TitleColumn.kind))
                    return Resolved(found.map { $0?.kind == kind ? $0 : nil })
                }
                query.load("\(kind)s") { _, call in
                    try await call.context.page(TitleStatements.byPopularity, [0], call, [.text("\(kind)")])
                }
            }
        }
        connection("Show", of: TitleColumn.self)
    }
}
