import GraphQL
import PostgreSQL

extension Resolvers<RequestContext> {
    mutating func genreMutations(_ schema: Schema) {
        mutation("createGenre", in: schema) { input, call in
            try await call.context.createGenre(input)
        } payload: { payload in
            payload.entity("genre", GenreStatements.byID) { $0 }
        }
        mutation("updateGenre", in: schema) { input, call in
            try await call.context.updateGenre(input)
        } payload: { payload in
            payload.entity("genre", GenreStatements.byID) { $0 }
        }
    }
}

extension RequestContext {
    fileprivate func createGenre(_ input: MutationInput) async throws -> Int64 {
        let row = try input.genre(isNew: true)
        return try await edit { edit in
            let made = try await edit.query(GenreCommands.insert, [row.parameter])
            if made.isEmpty { throw try await taken(input, edit) }
            return made.int(0, 0)
        }
    }

    fileprivate func updateGenre(_ input: MutationInput) async throws -> Int64 {
        let id = try input.id("id", of: .genre)
        let row = try input.genre(isNew: false)
        return try await refusing(["genres_slug_key": input.slugTaken(by: nil)]) {
            try await edit { edit in
                let holder = try await edit.query(GenreCommands.bySlug, [.text(input.string("slug"))])
                if !holder.isEmpty, holder.int(0, 0) != id.key {
                    throw UserErrors(input.slugTaken(by: GlobalID(.genre, holder.int(0, 0))))
                }
                guard !(try await edit.query(GenreCommands.update, [.int(id.key), row.parameter])).isEmpty else {
                    throw input.notFound("id")
                }
                return id.key
            }
        }
    }

    private func taken(_ input: MutationInput, _ edit: Edit) async throws -> UserErrors {
        let holder = try await edit.query(GenreCommands.bySlug, [.text(input.string("slug"))])
        return UserErrors(input.slugTaken(by: holder.optionalInt(0, 0).map { GlobalID(.genre, $0) }))
    }
}

extension MutationInput {
    fileprivate func genre(isNew: Bool) throws(UserErrors) -> RowPatch {
        var errors: [UserError] = []
        let row = RowPatch(GenreData.fields, self, isNew: isNew, &errors)
        if let slug = string("slug"), !GenreData.isSlug(slug) {
            errors.append(
                .invalid(path("slug"), "Expected small letters a to z and digits, with dashes between them."))
        }
        if !errors.isEmpty { throw UserErrors(errors) }
        return row
    }

    fileprivate func slugTaken(by genre: GlobalID?) -> UserError {
        .conflict(path("slug"), "Another genre has this slug.", existing: genre)
    }
}

enum GenreData {
    static let fields = [
        DataField("slug", "slug", .plain, isRequired: true), DataField("name", "name", .name, isRequired: true),
    ]

    static let table = DataTable(columns: fields.map(\.column))

    /// Parts of letters and digits between dashes: it stands in addresses, and is never taken for a global ID.
    static func isSlug(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy {
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                }
        }
    }
}

enum GenreCommands {
    private static let table = GenreData.table

    static let insert = Statement(
        "genre_insert",
        """
        insert into genres (\(table.list)) select \(table.patched) from jsonb_populate_record(null::genres, $1::jsonb) n
            on conflict (slug) do nothing returning id
        """)

    /// Parameters: key, patch.
    static let update = Statement(
        "genre_update", "update genres t set \(table.assignment("$2")) where t.id = $1 returning t.id")

    static let bySlug = Statement("genre_holder", "select id from genres where slug = $1")

    /// Parameters: the genre that goes, the one that takes over its titles.
    static let move = Statement("genre_move", effect: .write, "select move_genre($1, $2)")
}
