import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    /// Mutations on titles that only their owner sees.
    mutating func ownTitleMutations(_ schema: Schema) {
        for kind in [NodeKind.movie, .show] {
            mutation("addManual\(kind.typeName)", in: schema) { input, call in
                try await call.context.addOwnTitle(kind, input)
            } payload: { payload in
                payload.entity("\(kind)", TitleStatements.byID) { $0 }
                payload.duplicates()
            }
        }
        mutation("updateManualTitle", in: schema) { input, call in
            try await call.context.updateOwnTitle(input)
        } payload: { payload in
            payload.load("title") { payloads, call in
                let context = call.context
                return Resolved(
                    try await context.one(
                        TitleStatements.byID, payloads.map(\.value),
                        needs: call.needs | AttributeSet(TitleColumn.kind)))
            }
        }
        mutation("deleteManualTitle", in: schema) { input, call in
            try await call.context.deleteOwnTitle(input)
        } payload: { payload in
            payload.given("deletedId") { (id: String) in id }
        }
    }
}

extension RequestContext {
    /// Of an account.
    private static var mostOwnTitles: Int64 { 5_000 }

    fileprivate func addOwnTitle(_ kind: NodeKind, _ input: MutationInput) async throws -> Int64 {
        let viewer = try signedIn()
        let change = try TitleChange(kind, input.data("\(kind)"), isNew: true, isOwn: true)
        let episodes = try EpisodeCounts(input)
        let list = input.object("addTo") != nil ? try input.target("addTo", of: viewer) : nil
        return try await make("addManual\(kind.typeName)", input, owner: viewer.id) { edit in
            guard try await edit.query(OwnTitleCommands.count, []).int(0, 0) < Self.mostOwnTitles else {
                throw UserErrors(
                    .access(
                        .limitReached, [],
                        "An account has at most \(Self.mostOwnTitles) titles of its own. Delete one first."))
            }
            let key = try await change.insert(edit)
            try await episodes.insert(into: key, edit)
            if let list { try await put(GlobalID(kind, key), into: list, input, edit) }
            return key
        }
    }

    /// Puts a new title into the list that `addTo` names.
    private func put(
        _ title: GlobalID, into list: GlobalID, _ input: MutationInput, _ edit: Edit
    ) async throws {
        let entry = NewListEntries(title, at: input.path("addTo"))
        let added = try await refusing(entry.refusals) {
            try await add(entry, to: list, at: .last, on: edit.connection)
        }
        if added == nil { throw input.data("addTo").notFound("id") }
    }

    fileprivate func updateOwnTitle(_ input: MutationInput) async throws -> Int64 {
        let viewer = try signedIn()
        let id = try input.id("titleId", of: .movie, .show)
        let other = id.kind == .movie ? "show" : "movie"
        if input.isGiven(other) {
            throw input.invalid(other, "The title is a \(id.kind): its data belong into the field `\(id.kind)`.")
        }
        guard let data = input.object("\(id.kind)") else { throw input.invalid("\(id.kind)", "Nothing is given.") }
        let change = try TitleChange(id.kind, data, isNew: false, isOwn: true)
        return try await edit(owner: viewer.id) { edit in
            if try await edit.query(OwnTitleCommands.hold, [.int(id.key), .text("\(id.kind)")]).isEmpty {
                throw input.notFound("titleId")
            }
            try await change.update(id.key, edit)
            return id.key
        }
    }

    /// The global ID of the title that was deleted.
    fileprivate func deleteOwnTitle(_ input: MutationInput) async throws -> String {
        let id = try input.id("titleId", of: .movie, .show)
        let owner = try signedIn().id
        try await edit(owner: owner) { edit in
            if try await edit.query(OwnTitleCommands.delete, [.int(id.key), .text("\(id.kind)")]).isEmpty {
                throw input.notFound("titleId")
            }
        }
        return "\(id)"
    }
}

/// How many episodes season 1, 2 and so on of a new show have.
private struct EpisodeCounts {
    private let counts: [Int64]

    init(_ input: MutationInput) throws(UserErrors) {
        counts = input.fields.list("episodesPerSeason")?.compactMap(\.int) ?? []
        for (index, count) in counts.enumerated() where !(0...Self.mostEpisodes).contains(count) {
            throw UserErrors(
                .invalid(
                    input.path("episodesPerSeason") + ["\(index)"], "Expected 0 to \(Self.mostEpisodes), got \(count).",
                    min: 0, max: Double(Self.mostEpisodes)))
        }
        let total = counts.reduce(0, +)
        if total > Self.mostEpisodes {
            throw input.invalid(
                "episodesPerSeason", "Expected at most \(Self.mostEpisodes) episodes in all, got \(total).")
        }
    }

    /// Of all seasons together.
    private static var mostEpisodes: Int64 { 5_000 }

    func insert(into show: Int64, _ edit: Edit) async throws {
        guard !counts.isEmpty else { return }
        _ = try await edit.query(OwnTitleCommands.addSeasons, [.int(show), .int(counts.count)])
        _ = try await edit.query(OwnTitleCommands.addEpisodes, [.int(show), .bigints(counts)])
    }
}

enum OwnTitleCommands {
    static let count = Statement("own_titles_count", "select count(*) from titles where owner_id = viewer_id()")

    static let hold = Statement(
        "own_title_hold",
        "select id from titles where id = $1 and kind = $2::text and owner_id = viewer_id() for no key update")

    static let delete = Statement(
        "own_title_delete",
        "delete from titles where id = $1 and kind = $2::text and owner_id = viewer_id() returning id")

    static let addSeasons = Statement(
        "own_show_seasons",
        "insert into seasons (show_id, number) select $1::bigint, n from generate_series(1, $2::integer) n")

    /// Parameters: show, number of episodes of season 1, 2 and so on.
    static let addEpisodes = Statement(
        "own_show_episodes",
        """
        insert into episodes (show_id, season_id, season_number, number)
        select s.show_id, s.id, s.number, e.number
          from unnest($2::integer[]) with ordinality c (episodes, number)
               join seasons s on s.show_id = $1 and s.number = c.number
               cross join generate_series(1, c.episodes) e (number)
        """)
}
