private import EventLoop
import GraphQL
import PostgreSQL

/// The votes of what a viewer has just voted on, counted anew: a job adds votes to the statistics each second, and whoever
/// votes sees theirs at once. Shared by the loops of a server.
package final class FreshRatings: Sendable {
    private struct Place: Hashable {
        let viewer: Int64
        let level: ReviewableLevel
        let key: Int64
    }

    private struct Entry {
        let summary: RatingSummary
        let until: ContinuousClock.Instant
    }

    /// As long as the job may take, and cached rows live thereafter.
    private static let lifetime = Duration.seconds(2 + RowCaching.seconds)
    /// Beyond so many, all that are over are forgotten; if none are, nobody new is remembered.
    private static let capacity = 10_000

    private let entries = Locked<[Place: Entry]>([:])

    package init() {}

    func note(_ summary: RatingSummary, of key: Int64, _ level: ReviewableLevel, for viewer: Int64) {
        let now = ContinuousClock.now
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries = entries.filter { $0.value.until > now } }
            guard entries.count < Self.capacity else { return }
            entries[Place(viewer: viewer, level: level, key: key)] = Entry(summary: summary, until: now + Self.lifetime)
        }
    }

    /// Nil where the viewer has not voted lately.
    func summary(of key: Int64, _ level: ReviewableLevel, for viewer: Int64) -> RatingSummary? {
        let place = Place(viewer: viewer, level: level, key: key)
        return entries.withLock { entries in
            guard let entry = entries[place] else { return nil }
            if entry.until > .now { return entry.summary }
            entries[place] = nil
            return nil
        }
    }
}

extension RequestContext {
    /// Counts what the viewer has just voted on anew.
    func noteVote(on subject: GlobalID, _ level: ReviewableLevel, by viewer: Viewer) async throws {
        try await noteVotes(on: [subject.key], level, by: viewer)
    }

    /// The same of several subjects of a level.
    func noteVotes(on keys: [Int64], _ level: ReviewableLevel, by viewer: Viewer) async throws {
        guard let statement = RatingCommands.votes[level] else { preconditionFailure("every level has its statement") }
        guard !keys.isEmpty else { return }
        let counted = try await query(statement, [.bigints(keys)])
        for row in 0..<counted.count {
            services.freshRatings.note(
                RatingSummary(votes: counted.text(row, 1)), of: counted.int(row, 0), level, for: viewer.id)
        }
    }
}

extension ObjectBinder where Context == RequestContext {
    /// `ratings` of what can be rated: as the statistics keep them, and fresh for whoever has just voted.
    mutating func ratings<Column: RatedColumn>(of level: ReviewableLevel, _ id: Column) where Parent == Record<Column> {
        derive("ratings", needs: id.bit, forwardsNeeds: true) { records, call in
            guard let viewer = call.context.caller.viewer else { return Resolved(records.map(RatingSummary.init)) }
            let fresh = call.context.services.freshRatings
            return Resolved(
                records.map { fresh.summary(of: $0.int(id), level, for: viewer.id) ?? RatingSummary($0) })
        }
    }
}
