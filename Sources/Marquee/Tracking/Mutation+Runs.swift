import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Mutations that open and close runs; they answer the show's progress.
    mutating func runMutations(_ schema: Schema) {
        mutation("startRewatch", in: schema, { try await $1.context.startRewatch($0) }) { payload in
            payload.entity("progress", ProgressStatements.ofShows, asViewer: true, key: { $0 })
        }
        mutation("endRewatch", in: schema, { try await $1.context.endRewatch($0) }) { payload in
            payload.entity("progress", ProgressStatements.ofShows, asViewer: true, key: { $0 })
        }
    }
}

extension RequestContext {
    fileprivate func startRewatch(_ input: MutationInput) async throws -> Int64 {
        let show = try input.id("showId", of: .show)
        let first = input.string("fromEpisodeId") == nil ? nil : try input.id("fromEpisodeId", of: .episode)
        return try await track(
            "startRewatch", input, about: "showId", TrackingCommands.startRewatch, [.int(show.key), .int(first?.key)])[
                0]
    }

    fileprivate func endRewatch(_ input: MutationInput) async throws -> Int64 {
        let show = try input.id("showId", of: .show)
        return try await track(
            "endRewatch", input, about: "showId", TrackingCommands.endRewatch,
            [.int(show.key), .bool(input.boolean("deletePlays"))])[0]
    }
}
