import GraphQL
import PostgreSQL

/// A review that was written.
private struct WrittenReview {
    let key: Int64
    let subject: GlobalID
}

private struct DeletedReview {
    let id: GlobalID
    let subject: GlobalID
}

extension Resolvers<RequestContext> {
    mutating func reviewMutations(_ schema: Schema) {
        mutation("saveReview", in: schema, { try await $1.context.saveReview($0) }) { payload in
            payload.entity("review", ReviewStatements.byID, key: \.key)
            payload.subject { $0.subject }
        }
        mutation("deleteReview", in: schema, { try await $1.context.deleteReview($0) }) { payload in
            payload.given("deletedId") { "\($0.id)" }
            payload.subject { $0.subject }
        }
        mutation("setReviewLike", in: schema, { try await $1.context.setReviewLike($0) }) { payload in
            payload.entity("review", ReviewStatements.byID) { (key: Int64) in key }
        }
    }
}

extension RequestContext {
    fileprivate func saveReview(_ input: MutationInput) async throws -> WrittenReview {
        let (subject, level) = try input.reviewable("subjectId")
        let body = input.string("body") ?? ""
        guard !body.allSatisfy(\.isWhitespace) else { throw input.invalid("body", "A review has words.") }
        let stars = Stars(input.fields, "stars")
        let saved = try await write(
            RatingCommands.review, level, subject,
            [.text(body), .bool(input.boolean("containsSpoilers") ?? false), .int(stars?.halves)])
        guard !saved.isEmpty else {
            if try await write(RatingCommands.find, level, subject, []).isEmpty { throw input.notFound("subjectId") }
            throw UserErrors(
                .access(
                    .invalidState, input.path("subjectId"),
                    "Reviews are public, and this title is yours alone. Keep a note in your library instead."))
        }
        if stars != nil { try await noteVote(on: subject, level, by: signedIn()) }
        let key = saved.int(0, 0)
        if saved.bool(0, 1) { tell(ofReview: key, on: subject, level, show: saved.optionalInt(0, 2)) }
        return WrittenReview(key: key, subject: subject)
    }

    fileprivate func deleteReview(_ input: MutationInput) async throws -> DeletedReview {
        let id = try input.id("reviewId", of: .review)
        let alsoRating = input.boolean("alsoRating") ?? false
        let author = try await write(ReviewCommands.author, [.int(id.key)])
        guard !author.isEmpty else { throw input.notFound("reviewId") }
        if alsoRating, !author.bool(0, 0) {
            throw UserErrors(
                .access(.forbidden, input.path("alsoRating"), "Stars belong to who gave them; only the review can go."))
        }
        let deleted = try await write(ReviewCommands.delete, [.int(id.key), .bool(alsoRating)])
        guard !deleted.isEmpty else {
            if author.bool(0, 0) { throw input.notFound("reviewId") }
            throw UserErrors(
                .access(.forbidden, input.path("reviewId"), "Only its author and moderators may delete a review."))
        }
        let keys = [NodeKind.movie, .season, .episode].enumerated().compactMap { column, kind in
            deleted.optionalInt(0, column).map { GlobalID(kind, $0) }
        }
        if alsoRating, let level = ReviewableLevel(keys[0].kind) {
            try await noteVote(on: keys[0], level, by: signedIn())
        }
        return DeletedReview(id: id, subject: keys[0])
    }

    /// The key of the review, liked or not.
    fileprivate func setReviewLike(_ input: MutationInput) async throws -> Int64 {
        let id = try input.id("reviewId", of: .review)
        guard !(try await write(ReviewCommands.author, [.int(id.key)]).isEmpty) else {
            throw input.notFound("reviewId")
        }
        let likes = input.boolean("like") ?? true
        _ = try await write(likes ? ReviewCommands.like : ReviewCommands.unlike, [.int(id.key)])
        return id.key
    }
}
