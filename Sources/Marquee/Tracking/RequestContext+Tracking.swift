import GraphQL
import PostgreSQL

extension RequestContext {
    /// Runs one of `TrackingCommands`, once for each idempotency key, and gives the keys it answers.
    ///
    /// - Parameter subject: the input's field that names what it is about, for `NOT_FOUND` when nothing is answered.
    func track(
        _ mutation: String, _ input: MutationInput, about subject: String, _ command: Statement,
        _ parameters: [Parameter]
    ) async throws -> [Int64] {
        func keys(_ rows: Rows) throws(UserErrors) -> [Int64] {
            guard !rows.isEmpty else { throw input.notFound(subject) }
            return (0..<rows.count).map { rows.int($0, 0) }
        }
        return try await refusing(refusals(input, about: subject)) {
            guard input.string("idempotencyKey") != nil else { return try keys(try await write(command, parameters)) }
            return try await once(mutation, input) { try keys(try await $0.query(command, parameters)) }
        }
    }

    /// What the functions of `0012_tracking.sql` refuse, and subjects that go while they are marked.
    private func refusals(_ input: MutationInput, about subject: String) -> [String: UserError] {
        let gone = UserError.notFound(input.path(subject), id: input.string(subject))
        func missing(_ name: String) -> UserError { .notFound(input.path(name), id: input.string(name)) }
        return [
            "plays_not_in_future": .invalid(input.path("watchedAt"), "Nobody has watched anything in the future yet."),
            "until_episode": missing("untilEpisodeId"), "from_episode": missing("fromEpisodeId"),
            "runs_begun": .access(
                .invalidState, [], "Nothing of this show was watched yet, so there is nothing to watch again."),
            "rewatch_begun": .access(
                .invalidState, [], "No rewatch of this show is under way: the first run cannot be ended."),
            "plays_episode_id_fkey": gone, "plays_title_id_kind_fkey": gone, "viewing_runs_show_id_fkey": gone,
            "library_entries_title_id_kind_fkey": gone,
        ]
    }
}

extension ObjectBinder where Context == RequestContext {
    /// A list of global IDs; empty on errors.
    mutating func ids<Value>(
        _ name: String, _ read: @escaping @Sendable (Value) -> [GlobalID]
    ) where Parent == Payload<Value> {
        write(name) { payload, buffer in
            buffer.append(.list((payload.value.map(read) ?? []).map { .string("\($0)") }))
        }
    }
}

extension Resolvers<RequestContext> {
    /// What viewers watched, and what they go on with.
    mutating func tracking(_ schema: Schema) {
        plays(schema)
        viewingRuns(schema)
        showProgress(schema)
        seasonProgress(schema)
        episodeStates(schema)
        upNext(schema)
        calendar(schema)
        playMutations(schema)
        markMutations(schema)
        runMutations(schema)
        progressNews()
    }
}
