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
                query.load("\(kind)s") { _, call in try await call.context.titles([0], call, of: kind) }
            }
            query.load("titles") { _, call in try await call.context.titles([0], call) }
            query.load("title") { _, call in Resolved([try await call.context.title(call)]) }
        }
        connection("Show", of: TitleColumn.self)
        connection("Title", of: TitleColumn.self)
    }
}

extension RequestContext {
    /// A page of titles for each key, as the field's `filter` and `orderBy` say.
    ///
    /// - Parameter isOfGenres: whether the keys are those of genres; otherwise the one key is 0.
    func titles(
        _ keys: [Int64], _ call: Call, of kind: NodeKind? = nil, isOfGenres: Bool = false
    ) async throws -> Resolved<Connection<TitleColumn>> {
        let filter = try TitleFilter(call.arguments, of: kind)
        let (list, parameters) = TitleLists.list(filter, TitleOrder(call.arguments), isOfGenres: isOfGenres)
        return try await page(
            list, keys, call, needs: AttributeSet(TitleColumn.kind), parameters, identity: filter.identity)
    }

    /// The title that the input `TitleBy` names.
    fileprivate func title(_ call: Call) async throws -> Title? {
        let needs = call.needs | AttributeSet(TitleColumn.kind)
        let by = InputReader(call.arguments).object("by") ?? InputReader(FieldArguments())
        if let text = by.fields.string("id") {
            let id = try GlobalID(text, of: [.movie, .show], at: by.path("id"))
            let title = try await one(TitleStatements.byID, [id.key], needs: needs)[0]
            return title?.kind == id.kind ? title : nil
        }
        if let external = by.object("external") {
            return try await one(TitleStatements.byExternalID, [0], needs: needs, try external.externalID())[0]
        }
        let kind = by.fields.string("movieSlug") == nil ? NodeKind.show : .movie
        let slug = try by.text("\(kind)Slug", 0...500) ?? ""
        return try await one(TitleStatements.bySlug, [0], needs: needs, [.text("\(kind)"), .text(slug)])[0]
    }
}

extension InputReader {
    /// The input `ExternalIdInput` as the parameters of `TitleStatements.byExternalID`.
    fileprivate func externalID() throws(FieldError) -> [Parameter] {
        let source = fields.string("source")?.lowercased() ?? ""
        let kind = fields.string("kind")?.lowercased()
        if source == "tmdb", kind == nil {
            throw error("kind", "TMDB counts movies and shows separately, so say which of the two it is")
        }
        return [.text(source), .text(try text("value", 1...32) ?? ""), .text(kind)]
    }
}
