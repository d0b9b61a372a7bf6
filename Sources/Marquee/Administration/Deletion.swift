import GraphQL
import PostgreSQL

/// How objects of one kind are deleted: what is held meanwhile, so that nothing new is hung on them, and what goes.
struct Deletion: Sendable {
    let kind: NodeKind
    /// The first holds the object, and gives no row if there is none; the others hold what goes with it.
    private let locks: [Statement]
    private let count: Statement
    private let delete: Statement

    static let all = [movie, show, season, episode, person, genre]

    private static let movie = Deletion(.movie, "titles", "of_title", where: "kind = 'movie' and owner_id is null")
    private static let show = Deletion(
        .show, "titles", "of_title", where: "kind = 'show' and owner_id is null",
        with: [("seasons", "show_id"), ("episodes", "show_id")])
    private static let season = Deletion(
        .season, "seasons", "of_season", where: "owner_id is null", with: [("episodes", "season_id")])
    private static let episode = Deletion(.episode, "episodes", "of_episode", where: "owner_id is null")
    private static let person = Deletion(.person, "people", "of_person")
    private static let genre = Deletion(.genre, "genres", "of_genre")

    /// - Parameters:
    ///   - argument: of `count_hanging`, in the tables.
    ///   - parts: tables whose rows go with it, and their column that refers to it.
    private init(
        _ kind: NodeKind, _ table: String, _ argument: String, where condition: String = "true",
        with parts: [(table: String, column: String)] = []
    ) {
        self.kind = kind
        let own = Statement("\(kind)_hold", "select id from \(table) where id = $1 and \(condition) for update")
        locks =
            [own]
            + parts.map { part in
                Statement(
                    "\(part.table)_of_\(kind)_hold",
                    "select id from \(part.table) where \(part.column) = $1 order by id for update")
            }
        count = Statement("\(kind)_hanging", "select * from count_hanging(\(argument) => $1)")
        delete = Statement("\(kind)_delete", "delete from \(table) where id = $1")
    }

    var statements: [Statement] { locks + [count, delete] }

    /// Holds the object, and what goes with it, until the transaction ends.
    ///
    /// Who hangs something on it at the same time holds it in shared mode until they commit: this waits for them, and what
    /// they did is counted. Whoever comes later waits, and finds nothing to hang it on.
    func hold(_ input: MutationInput, _ id: GlobalID, _ edit: Edit) async throws {
        for (index, lock) in locks.enumerated() {
            let held = try await edit.query(lock, [.int(id.key)])
            if index == 0, held.isEmpty { throw input.notFound("id") }
        }
    }

    /// Refuses what would take viewers' data along, unless `force` is given.
    func spareViewers(_ input: MutationInput, _ id: GlobalID, _ edit: Edit) async throws {
        guard input.boolean("force") != true,
            let hanging = Self.hanging(try await edit.query(count, [.int(id.key)]))
        else { return }
        throw UserErrors(
            .conflict(
                input.path("id"), "Viewers' data hangs on it: \(hanging). With `force: true` it goes too.",
                existing: id))
    }

    func delete(_ id: GlobalID, _ edit: Edit) async throws {
        _ = try await edit.query(delete, [.int(id.key)])
    }

    /// "2 plays, 1 rating"; nil for nothing.
    private static func hanging(_ counts: Rows) -> String? {
        let nouns = [
            ("play", "plays"), ("rating", "ratings"), ("review", "reviews"),
            ("entry of a list or library", "entries of lists and libraries"),
            ("favourite of a viewer", "favourites of viewers"), ("title of a viewer's own", "titles of viewers' own"),
        ]
        let told = nouns.enumerated().compactMap { column, noun -> String? in
            let count = counts.int(0, column)
            return count == 0 ? nil : "\(count) \(count == 1 ? noun.0 : noun.1)"
        }
        return told.isEmpty ? nil : told.joined(separator: ", ")
    }
}

extension Resolvers<RequestContext> {
    /// `deleteMovie` and its likes.
    mutating func deletions(_ schema: Schema) {
        for deletion in Deletion.all {
            mutation("delete\(deletion.kind.typeName)", in: schema) { input, call in
                try await call.context.delete(deletion, input)
            } payload: { payload in
                payload.given("deletedId") { (id: String) in id }
            }
        }
    }
}

extension RequestContext {
    /// The global ID of what was deleted.
    fileprivate func delete(_ deletion: Deletion, _ input: MutationInput) async throws -> String {
        let id = try input.id("id", of: deletion.kind)
        try await edit { edit in
            let show = try await edit.holdShow(of: id)
            try await deletion.hold(input, id, edit)
            if deletion.kind == .genre { try await edit.moveTitles(input, of: id) }
            try await deletion.spareViewers(input, id, edit)
            try await deletion.delete(id, edit)
            if let show { try await edit.refreshShow(show) }
        }
        return "\(id)"
    }
}

extension Edit {
    /// Gives the titles of a genre that is about to go to the one in `moveTitlesTo`, if there is one.
    fileprivate func moveTitles(_ input: MutationInput, of genre: GlobalID) async throws {
        guard input.string("moveTitlesTo") != nil else { return }
        let heir = try input.id("moveTitlesTo", of: .genre)
        guard heir != genre else {
            throw input.invalid("moveTitlesTo", "Expected another genre than the one that goes.")
        }
        try await refusing(["title_genres_genre_id_fkey": .notFound(input.path("moveTitlesTo"), id: "\(heir)")]) {
            _ = try await query(GenreCommands.move, [.int(genre.key), .int(heir.key)])
        }
    }
}
