import GraphQL
import PostgreSQL

extension RequestContext {
    /// Tells of a new review those who follow its subject and, of a season or episode, those who follow its show.
    func tell(ofReview key: Int64, on subject: GlobalID, _ level: ReviewableLevel, show: Int64?) {
        services.newsboard.tell("\(key)", on: Self.topic(subject.key, level))
        if let show { services.newsboard.tell("\(key)", on: Self.topic(show, .title)) }
    }

    fileprivate static func topic(_ subject: Int64, _ level: ReviewableLevel) -> String {
        "reviews of \(level) \(subject)"
    }
}

extension Resolvers<RequestContext> {
    /// `Subscription.reviewAdded`: each new review as it is when it is told.
    mutating func reviewNews() {
        root("Subscription") { subscription in
            subscription.source("reviewAdded") { call in
                let text = call.arguments.string("subjectId") ?? ""
                guard let id = GlobalID(text), let level = ReviewableLevel(id.kind) else {
                    throw FieldError(
                        badArgument: "subjectId",
                        "expected the ID of a movie, show, season or episode, such as \"M_550\", got \"\(text.prefix(80))\""
                    )
                }
                guard try await call.context.isSubject(id, level) else {
                    throw FieldError(badArgument: "subjectId", "there is no \(id.kind) \"\(id)\"")
                }
                return call.context.services.newsboard.follow(RequestContext.topic(id.key, level))
            } load: { news, call in
                let keys = news.map { Int64($0) }
                return Resolved(try await call.context.one(ReviewStatements.byID, keys, needs: call.needs))
            }
        }
    }
}

extension RequestContext {
    /// Whether there is such a thing that everybody may see: what only its owner sees has no reviews.
    fileprivate func isSubject(_ id: GlobalID, _ level: ReviewableLevel) async throws -> Bool {
        guard let find = RatingCommands.find[level] else { preconditionFailure("every level has its statement") }
        return !(try await rows.pool.query(find, [.int(id.key), .text("\(id.kind)")]).isEmpty)
    }
}
