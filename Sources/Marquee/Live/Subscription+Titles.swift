import GraphQL

extension Resolvers<RequestContext> {
    /// `Subscription.titleUpdated`: each change is answered with the title as it is then.
    mutating func titleNews() {
        root("Subscription") { subscription in
            subscription.source("titleUpdated") { call in
                let id = try Self.title(call)
                guard try await call.context.title(id, call).contains(where: { $0 != nil }) else {
                    throw FieldError(badArgument: "id", "there is no title \"\(id.kind.rawValue)_\(id.key)\"")
                }
                guard let followers = call.context.services.followers else {
                    throw FieldError("This server does not hear of changes.", code: .internal)
                }
                return TitleUpdates(followers: followers, title: id.key)
            } load: { _, call in
                Resolved(try await call.context.title(try Self.title(call), call))
            }
        }
    }

    private static func title(_ call: Call) throws(FieldError) -> GlobalID {
        let text = call.arguments.string("id") ?? ""
        guard let id = GlobalID(text), id.kind == .movie || id.kind == .show else {
            throw FieldError(
                badArgument: "id",
                "expected the ID of a movie or show, such as \"M_550\" or \"S_1396\", got \"\(text.prefix(80))\"")
        }
        return id
    }
}

extension RequestContext {
    /// One title, or null.
    fileprivate func title(_ id: GlobalID, _ call: Call) async throws -> [Title?] {
        let needs = call.field.needs(ofType: id.kind == .movie ? "Movie" : "Show") | AttributeSet(TitleColumn.kind)
        return try await one(TitleStatements.byID, [id.key], needs: needs).map { $0?.kind == id.kind ? $0 : nil }
    }
}
