import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Mutations of single entries of the history.
    mutating func playMutations(_ schema: Schema) {
        mutation("logPlay", in: schema, { try await $1.context.logPlay($0) }) { payload in
            payload.entity("play", PlayStatements.byID, asViewer: true, key: \.play)
            payload.entity("viewerState", TitleStateStatements.ofTitles, asViewer: true, key: \.title)
            payload.entity("progress", ProgressStatements.ofShows, asViewer: true, key: \.title)
        }
        mutation("updatePlay", in: schema, { try await $1.context.updatePlay($0) }) { payload in
            payload.entity("play", PlayStatements.byID, asViewer: true, key: { $0 })
        }
        mutation("deletePlays", in: schema, { try await $1.context.deletePlays($0) }) { payload in
            payload.ids("deletedIds") { $0 }
        }
    }
}

/// A play that was written.
private struct LoggedPlay {
    let title: Int64
    let play: Int64
}

extension RequestContext {
    fileprivate func logPlay(_ input: MutationInput) async throws -> LoggedPlay {
        let subject = try input.id("subjectId", of: .movie, .episode)
        let moment = try WatchedMoment(input) ?? .now
        let parameters: [Parameter] = [
            .int(subject.kind == .movie ? subject.key : nil), .int(subject.kind == .episode ? subject.key : nil),
        ]
        let stars = Stars(input.fields, "stars")
        let others: [Parameter] = [
            .text(input.string("note")), .int(stars?.halves), .bool(input.boolean("countForRun")),
        ]
        let keys = try await track(
            "logPlay", input, about: "subjectId", TrackingCommands.logPlay, parameters + moment.parameters + others)
        tellProgress(of: keys[0])
        if stars != nil, let level = ReviewableLevel(subject.kind) {
            try await noteVote(on: subject, level, by: signedIn())
        }
        return LoggedPlay(title: keys[0], play: keys[1])
    }

    /// The key of the changed play.
    fileprivate func updatePlay(_ input: MutationInput) async throws -> Int64 {
        let id = try input.id("playId", of: .play)
        guard id.owner == (try signedIn().id) else { throw input.notFound("playId") }
        let moment = try WatchedMoment(input)
        let parameters: [Parameter] = [.int(id.key), .bool(moment != nil)]
        let note: [Parameter] = [.bool(input.isGiven("note")), .text(input.string("note"))]
        let title = try await track(
            "updatePlay", input, about: "playId", TrackingCommands.updatePlay,
            parameters + (moment ?? .unknown).parameters + note)[0]
        if moment != nil { tellProgress(of: title) }
        return id.key
    }

    /// The global IDs of the plays that went. Those that are not there any more count as deleted before.
    fileprivate func deletePlays(_ input: MutationInput) async throws -> [GlobalID] {
        let viewer = try signedIn()
        var keys: [Int64] = []
        for (index, text) in (input.strings("playIds") ?? []).enumerated() {
            guard let id = GlobalID(text), id.kind == .play, id.owner == viewer.id else {
                throw UserErrors(.notFound(input.path("playIds") + ["\(index)"], id: text))
            }
            keys.append(id.key)
        }
        let gone = try await write(TrackingCommands.deletePlays, [.bigints(keys)])
        for title in Set((0..<gone.count).map { gone.int($0, 0) }) { tellProgress(of: title) }
        return (0..<gone.count).map { GlobalID(.play, owner: viewer.id, gone.int($0, 1)) }
    }
}
