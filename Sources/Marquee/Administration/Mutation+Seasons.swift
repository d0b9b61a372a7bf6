import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func seasonMutations(_ schema: Schema) {
        mutation("createSeason", in: schema) { input, call in
            try await call.context.createSeason(input)
        } payload: { payload in
            payload.entity("season", SeasonStatements.byID) { $0 }
        }
        mutation("updateSeason", in: schema) { input, call in
            try await call.context.updateSeason(input)
        } payload: { payload in
            payload.entity("season", SeasonStatements.byID) { $0 }
        }
    }
}

extension RequestContext {
    fileprivate func createSeason(_ input: MutationInput) async throws -> Int64 {
        let show = try input.id("showId", of: .show)
        let season = try SeasonChange(input.data("season"), isNew: true)
        var errors: [UserError] = []
        let episodes = (input.objects("episodes") ?? []).map { EpisodeChange($0, isNew: true, &errors) }
        if !errors.isEmpty { throw UserErrors(errors) }
        return try await edit { edit in
            if try await edit.query(EditCommands.show, [.int(show.key), .null]).isEmpty {
                throw input.notFound("showId")
            }
            let key = try await season.insert(into: show.key, edit)
            _ = try await EpisodeChange.insert(episodes, season: key, of: show.key, edit)
            try await edit.refreshShow(show.key)
            return key
        }
    }

    fileprivate func updateSeason(_ input: MutationInput) async throws -> Int64 {
        let season = try SeasonChange(input.data("season"), isNew: false)
        return try await updatePart(input, .season, EditCommands.season) { edit, key, show in
            try await season.update(key, of: show, edit)
        }
    }
}
