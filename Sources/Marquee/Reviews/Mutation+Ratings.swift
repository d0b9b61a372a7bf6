import GraphQL
import PostgreSQL

/// Stars a mutation gave or took away.
private struct Vote {
    let subject: GlobalID
    /// Of the rating; nil if it is gone.
    var key: Int64?
}

extension Resolvers<RequestContext> {
    mutating func ratingMutations(_ schema: Schema) {
        mutation("rate", in: schema, { try await $1.context.rate($0) }) { payload in
            payload.entity("rating", UserRatingStatements.byID, asViewer: true, key: \.key)
            payload.subject { $0.subject }
        }
        mutation("removeRating", in: schema, { try await $1.context.removeRating($0) }) { payload in
            payload.subject { $0.subject }
        }
    }
}

extension RequestContext {
    fileprivate func rate(_ input: MutationInput) async throws -> Vote {
        let (subject, level) = try input.reviewable("subjectId")
        try input.checkRatedAt()
        let made = try await write(
            RatingCommands.rate, level, subject,
            [.int(Stars(input.fields, "stars")?.halves), .text(input.string("ratedAt"))])
        guard !made.isEmpty else { throw input.notFound("subjectId") }
        try await noteVote(on: subject, level, by: signedIn())
        return Vote(subject: subject, key: made.int(0, 0))
    }

    /// Taking away what is not there is no error.
    fileprivate func removeRating(_ input: MutationInput) async throws -> Vote {
        let (subject, level) = try input.reviewable("subjectId")
        let found = try await write(RatingCommands.unrate, level, subject, [])
        guard !found.isEmpty else { throw input.notFound("subjectId") }
        try await noteVote(on: subject, level, by: signedIn())
        return Vote(subject: subject)
    }

    /// Runs the statement of a level about a subject.
    func write(
        _ statements: [ReviewableLevel: Statement], _ level: ReviewableLevel, _ subject: GlobalID,
        _ parameters: [Parameter]
    ) async throws -> Rows {
        guard let statement = statements[level] else { preconditionFailure("every level has its statement") }
        return try await write(statement, [.int(subject.key), .text("\(subject.kind)")] + parameters)
    }
}

extension MutationInput {
    /// A vote lies in the past, and not before there were films.
    fileprivate func checkRatedAt() throws(UserErrors) {
        guard let moment = string("ratedAt").flatMap({ Moment(rfc3339: $0) }) else { return }
        guard moment <= .now else { throw invalid("ratedAt", "Nobody rates in the future: the time is \(Moment.now).") }
        let earliest = Moment(seconds: -2_840_140_800)
        guard moment >= earliest else { throw invalid("ratedAt", "Expected a time from \(earliest) on.") }
    }
}
