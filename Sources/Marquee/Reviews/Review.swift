import GraphQL
import PostgreSQL

/// A row of `reviews`. Everybody may read it; whom nobody may see (manual titles) has none.
package typealias Review = Record<ReviewColumn>

package enum ReviewColumn: Int, EntityColumn {
    case id, authorId, titleId, seasonId, episodeId, stars, body, containsSpoilers, likeCount, createdAt, editedAt

    package var expression: String { ownColumn }
}

extension ReviewColumn: SubjectColumn {}

enum ReviewStatements {
    static let byID = Template<ReviewColumn>(
        "reviews_by_id", "select {columns} from reviews t where t.id = any ($1::bigint[])")

    /// Which of some reviews the viewer likes: a row for each.
    static let likedByViewer = Statement(
        "reviews_liked",
        "select l.review_id from review_likes l where l.user_id = viewer_id() and l.review_id = any ($1::bigint[])")

    /// Which of some reviews give away what the viewer wants hidden: a row for each. What is watched hides nothing, nor
    /// does what the viewer wrote.
    static let hiddenFromViewer = Statement(
        "reviews_hidden",
        """
        select r.id from reviews r join accounts a on a.user_id = viewer_id()
         where r.id = any ($1::bigint[]) and r.contains_spoilers and r.author_id is distinct from a.user_id
           and (a.spoilers = 'hide' or a.spoilers = 'auto' and not case
                when r.title_id is not null then
                  exists (select from library_entries e where e.user_id = a.user_id and e.title_id = r.title_id
                             and (e.watch_count > 0 or e.status = 'completed'))
                when r.episode_id is not null then
                  exists (select from plays p where p.user_id = a.user_id and p.episode_id = r.episode_id)
                else exists (select from episodes e where e.season_id = r.season_id and e.air_date <= current_date)
                  and not exists (select from episodes e where e.season_id = r.season_id and e.air_date <= current_date
                     and not exists (select from plays p where p.user_id = a.user_id and p.episode_id = e.id)) end)
        """)
}

extension Resolvers<RequestContext> {
    /// The type `Review` and its pages.
    mutating func reviews(_ schema: Schema) {
        object("Review", Review.self) { review in
            let id = AttributeSet(ReviewColumn.id)
            review.columns(of: "Review", in: schema)
            review.globalID(.review, ReviewColumn.id)
            review.stars("stars", .stars)
            review.subject()
            review.load("author", needs: AttributeSet(ReviewColumn.authorId)) { reviews, call in
                let authors = reviews.map { $0.optionalInt(.authorId) }
                return Resolved(try await call.context.one(UserStatements.byID, authors, needs: call.needs))
            }
            review.loadValues("viewerLikes", needs: id) { reviews, call in
                Resolved(try await call.context.marked(ReviewStatements.likedByViewer, reviews))
            }
            review.bind("body", whenGiven: "spoilers") {
                $0.loadValues("body", needs: AttributeSet(ReviewColumn.id, .body, .containsSpoilers)) { reviews, call in
                    try await call.context.bodies(of: reviews, call.arguments)
                }
            }
        }
        connection("Review", of: ReviewColumn.self)
        root("Query") { query in
            query.load("review") { _, call in
                let key = try GlobalID.key(of: .review, in: call.arguments)
                return Resolved(try await call.context.one(ReviewStatements.byID, [key], needs: call.needs))
            }
        }
    }
}

extension RequestContext {
    /// Whether the viewer's statement has a row for each review; false for callers who are not signed in.
    fileprivate func marked(_ statement: Statement, _ reviews: [Review]) async throws -> [Bool] {
        guard let viewer = caller.viewer else { return reviews.map { _ in false } }
        let query = RowQuery(statement: statement, parameters: [], asker: asker(viewer))
        return try await rows.load(query, reviews.map { $0.int(.id) }, memo: memo).map { $0 != nil }
    }

    /// The texts, null where the spoiler policy hides them: only reviews that are marked give anything away.
    fileprivate func bodies(of reviews: [Review], _ arguments: FieldArguments) async throws -> Resolved<String> {
        let isHidden: [Bool]
        switch arguments.string("spoilers") {
        case "HIDE": isHidden = reviews.map { $0.bool(.containsSpoilers) }
        case "AUTO" where reviews.contains { $0.bool(.containsSpoilers) }:
            isHidden = try await marked(ReviewStatements.hiddenFromViewer, reviews)
        default: isHidden = reviews.map { _ in false }
        }
        return Resolved(zip(reviews, isHidden).map { $1 ? nil : $0.optionalText(.body) })
    }
}
