import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Mutations that mark and unmark episodes, seasons and shows in the current run.
    mutating func markMutations(_ schema: Schema) {
        mutation("markEpisodeWatched", in: schema, { try await $1.context.markEpisode($0) }) { payload in
            payload.entity("episode", EpisodeStatements.byID, asViewer: true, key: \.subject)
            payload.progress()
            payload.load("plays") { payloads, call in
                let keys = payloads.map { $0.value?.plays ?? [] }
                let plays = try await call.context.one(
                    PlayStatements.byID, keys.flatMap { $0 }, needs: call.needs, as: call.context.caller.viewer)
                // A repeated call may name plays that were deleted meanwhile.
                return Resolved(lists: [plays.compactMap { $0 }])
            }
        }
        mutation("unmarkEpisodeWatched", in: schema, { try await $1.context.unmarkEpisode($0) }) { payload in
            payload.entity("episode", EpisodeStatements.byID, asViewer: true, key: \.subject)
            payload.progress()
            payload.ids("deletedPlayIds") { marks in marks.plays.map { GlobalID(.play, owner: marks.viewer, $0) } }
        }
        mutation("markSeasonWatched", in: schema, { try await $1.context.markSeason($0) }) { payload in
            payload.entity("season", SeasonStatements.byID, asViewer: true, key: \.subject)
            payload.progress(count: "markedCount")
        }
        mutation("unmarkSeasonWatched", in: schema, { try await $1.context.unmarkSeason($0) }) { payload in
            payload.entity("season", SeasonStatements.byID, asViewer: true, key: \.subject)
            payload.progress(count: "unmarkedCount")
        }
        mutation("markShowWatchedUntil", in: schema, { try await $1.context.markShow($0) }) { payload in
            payload.progress(count: "markedCount")
        }
        mutation("unmarkShowWatched", in: schema, { try await $1.context.unmarkShow($0) }) { payload in
            payload.progress(count: "unmarkedCount")
        }
    }
}

/// What was marked or unmarked.
private struct Marks {
    let viewer: Int64
    /// The key of the episode, season or show that was named.
    let subject: Int64
    let show: Int64
    /// Those that were made or deleted.
    let plays: [Int64]
}

extension ObjectBinder<Payload<Marks>, RequestContext> {
    fileprivate mutating func progress(count: String? = nil) {
        entity("progress", ProgressStatements.ofShows, asViewer: true, key: \.show)
        if let count { value(count) { $0.value?.plays.count ?? 0 } }
    }
}

extension RequestContext {
    private func marks(
        _ mutation: String, _ input: MutationInput, _ field: String, _ subject: GlobalID, _ command: Statement,
        _ parameters: [Parameter]
    ) async throws -> Marks {
        let keys = try await track(mutation, input, about: field, command, [.int(subject.key)] + parameters)
        let marks = Marks(
            viewer: try signedIn().id, subject: subject.key, show: keys[0], plays: Array(keys.dropFirst()))
        if !marks.plays.isEmpty { tellProgress(of: marks.show) }
        return marks
    }

    fileprivate func markEpisode(_ input: MutationInput) async throws -> Marks {
        let moment = try WatchedMoment(input) ?? .now
        return try await marks(
            "markEpisodeWatched", input, "episodeId", input.id("episodeId", of: .episode), TrackingCommands.markEpisode,
            [.bool(input.boolean("andEarlier"))] + moment.parameters)
    }

    fileprivate func markSeason(_ input: MutationInput) async throws -> Marks {
        let moment = try WatchedMoment(input) ?? .now
        return try await marks(
            "markSeasonWatched", input, "seasonId", input.id("seasonId", of: .season), TrackingCommands.markSeason,
            moment.parameters)
    }

    fileprivate func markShow(_ input: MutationInput) async throws -> Marks {
        let moment = try WatchedMoment(input) ?? .unknown
        let until = input.string("untilEpisodeId") == nil ? nil : try input.id("untilEpisodeId", of: .episode)
        return try await marks(
            "markShowWatchedUntil", input, "showId", input.id("showId", of: .show), TrackingCommands.markShow,
            [.int(until?.key), .bool(input.boolean("includeSpecials"))] + moment.parameters)
    }

    fileprivate func unmarkEpisode(_ input: MutationInput) async throws -> Marks {
        try await marks(
            "unmarkEpisodeWatched", input, "episodeId", input.id("episodeId", of: .episode),
            TrackingCommands.unmarkEpisode, [.bool(input.boolean("allPlays"))])
    }

    fileprivate func unmarkSeason(_ input: MutationInput) async throws -> Marks {
        try await marks(
            "unmarkSeasonWatched", input, "seasonId", input.id("seasonId", of: .season), TrackingCommands.unmarkSeason,
            [])
    }

    fileprivate func unmarkShow(_ input: MutationInput) async throws -> Marks {
        try await marks(
            "unmarkShowWatched", input, "showId", input.id("showId", of: .show), TrackingCommands.unmarkShow,
            [.bool(input.boolean("allRuns"))])
    }
}
