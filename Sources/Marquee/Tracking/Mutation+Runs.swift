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
        let first = input.string("fromEpisodeId") == nil ? nil : try input.id("fromEpisodeId", of: .episode)
        return try await changeRuns("startRewatch", input, TrackingCommands.startRewatch, .int(first?.key))
    }

    fileprivate func endRewatch(_ input: MutationInput) async throws -> Int64 {
        try await changeRuns("endRewatch", input, TrackingCommands.endRewatch, .bool(input.boolean("deletePlays")))
    }

    /// The key of the show.
    private func changeRuns(
        _ mutation: String, _ input: MutationInput, _ command: Statement, _ parameter: Parameter
    ) async throws -> Int64 {
        let show = try input.id("showId", of: .show).key
        _ = try await track(mutation, input, about: "showId", command, [.int(show), parameter])
        tellProgress(of: show)
        return show
    }
}
