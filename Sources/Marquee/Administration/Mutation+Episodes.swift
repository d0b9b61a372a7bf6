import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func episodeMutations(_ schema: Schema) {
        mutation("createEpisode", in: schema) { input, call in
            try await call.context.createEpisode(input)
        } payload: { payload in
            payload.entity("episode", EpisodeStatements.byID) { $0 }
        }
        mutation("updateEpisode", in: schema) { input, call in
            try await call.context.updateEpisode(input)
        } payload: { payload in
            payload.entity("episode", EpisodeStatements.byID) { $0 }
        }
    }
}

extension RequestContext {
    fileprivate func createEpisode(_ input: MutationInput) async throws -> Int64 {
        let season = try input.id("seasonId", of: .season)
        let episode = try EpisodeChange(input, isNew: true)
        return try await edit { edit in
            guard let show = try await edit.holdShow(of: season) else { throw input.notFound("seasonId") }
            let made = try await EpisodeChange.insert([episode], season: season.key, of: show, edit)
            try await edit.refreshShow(show)
            return made[0]
        }
    }

    fileprivate func updateEpisode(_ input: MutationInput) async throws -> Int64 {
        let episode = try EpisodeChange(input, isNew: false)
        return try await updatePart(input, .episode, EditCommands.episode) { edit, key, show in
            try await episode.update(key, of: show, edit)
        }
    }
}

extension EpisodeChange {
    /// - Parameter input: of the mutation.
    fileprivate init(_ input: MutationInput, isNew: Bool) throws(UserErrors) {
        var errors: [UserError] = []
        self.init(input.data("episode"), isNew: isNew, &errors)
        if !errors.isEmpty { throw UserErrors(errors) }
    }
}
