import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func libraryMutations(_ schema: Schema) {
        mutation("setLibraryStatus", in: schema, { try await $1.context.setLibraryStatus($0) }) { $0.entries() }
        mutation("setFavorite", in: schema, { try await $1.context.setFavorite($0) }) { $0.entries() }
        mutation("updateLibraryEntry", in: schema, { try await $1.context.updateLibraryEntry($0) }) { payload in
            payload.entity("entry", LibraryStatements.ofTitles, asViewer: true, key: { $0 })
        }
        mutation("removeFromLibrary", in: schema, { try await $1.context.removeFromLibrary($0) }) { payload in
            payload.ids("removedIds") { $0 }
        }
    }
}

extension ObjectBinder<Payload<[Int64]>, RequestContext> {
    /// The entries of some titles; one that says nothing any more is gone.
    fileprivate mutating func entries() {
        load("entries") { payloads, call in
            let entries = try await call.context.one(
                LibraryStatements.ofTitles, payloads.flatMap { $0.value ?? [] }, needs: call.needs,
                as: call.context.caller.viewer)
            return Resolved(lists: [entries.compactMap { $0 }])
        }
    }
}

extension RequestContext {
    fileprivate func setLibraryStatus(_ input: MutationInput) async throws -> [Int64] {
        guard input.isGiven("status") else {
            throw input.invalid("status", "Give a state, or null to take it away.")
        }
        let keys = try await titles(input).map(\.key)
        try await writeToLibrary(LibraryCommands.setStatus, [.bigints(keys), .text(input.enumName("status"))], input)
        tellLibrary(.changed(keys))
        return keys
    }

    fileprivate func setFavorite(_ input: MutationInput) async throws -> [Int64] {
        let keys = try await titles(input).map(\.key)
        try await writeToLibrary(
            LibraryCommands.setFavorite, [.bigints(keys), .bool(input.boolean("favorite"))], input)
        tellLibrary(.changed(keys))
        return keys
    }

    fileprivate func updateLibraryEntry(_ input: MutationInput) async throws -> Int64 {
        let id = try input.id("titleId", of: .movie, .show)
        guard try await missing([id]).isEmpty else { throw input.notFound("titleId") }
        let parameters: [Parameter] = [
            .int(id.key), .bool(input.isGiven("priority")), .int(input.int("priority")), .bool(input.isGiven("note")),
            .text(input.string("note")),
        ]
        try await writeToLibrary(LibraryCommands.update, parameters, input)
        tellLibrary(.noted(id.key))
        return id.key
    }

    /// The titles that were in the library.
    fileprivate func removeFromLibrary(_ input: MutationInput) async throws -> [GlobalID] {
        let ids = try await titles(input)
        let viewer = try signedIn()
        let wanted: Parameter = .bigints(ids.map(\.key))
        let deletesRatings = input.boolean("deleteRatings") ?? false
        let votes = deletesRatings ? try await query(RatingCommands.given, [wanted], viewer: viewer.scope) : nil
        let gone = try await write(
            LibraryCommands.remove, [wanted, .bool(input.boolean("deleteHistory")), .bool(deletesRatings)])
        for (column, level) in RatingCommands.levelsGiven.enumerated() {
            let keys = votes.map { votes in (0..<votes.count).compactMap { votes.optionalInt($0, column) } } ?? []
            try await noteVotes(on: keys, level, by: viewer)
        }
        let keys = (0..<gone.count).map { gone.int($0, 0) }
        tellLibrary(.changed(keys))
        return ids.filter { keys.contains($0.key) }
    }

    /// The titles of `titleIds`, each once; all of them have to be there.
    private func titles(_ input: MutationInput) async throws -> [GlobalID] {
        let texts = input.strings("titleIds") ?? []
        var ids: [GlobalID] = []
        for (index, text) in texts.enumerated() {
            guard let id = GlobalID(text), id.kind == .movie || id.kind == .show else {
                throw UserErrors(.notFound(input.path("titleIds") + ["\(index)"], id: text))
            }
            if !ids.contains(id) { ids.append(id) }
        }
        if let missing = try await missing(ids).first {
            let index = texts.firstIndex { GlobalID($0) == missing } ?? 0
            throw UserErrors(.notFound(input.path("titleIds") + ["\(index)"], id: texts[index]))
        }
        return ids
    }

    /// Those that are not there for the viewer.
    private func missing(_ ids: [GlobalID]) async throws -> [GlobalID] {
        let kinds = ids.map { $0.kind == .movie ? "movie" : "show" }
        let found = try await query(
            LibraryCommands.missing, [.bigints(ids.map(\.key)), .texts(kinds)], viewer: signedIn().scope)
        return (0..<found.count).map { ids[Int(found.int($0, 0)) - 1] }
    }

    /// A title may go while it is written about.
    private func writeToLibrary(_ command: Statement, _ parameters: [Parameter], _ input: MutationInput) async throws {
        let gone = UserError.notFound(input.path(input.isGiven("titleIds") ? "titleIds" : "titleId"), id: nil)
        try await refusing(["library_entries_title_id_kind_fkey": gone]) {
            _ = try await write(command, parameters)
        }
    }
}
