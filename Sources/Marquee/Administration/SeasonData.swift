import GraphQL
import PostgreSQL

/// The fields of `SeasonData` that are columns of `seasons`.
enum SeasonData {
    static let fields = [
        DataField("number", "number", .plain, isRequired: true),
        DataField("title", "title", .text),
        DataField("overview", "overview", .text),
        DataField("airDate", "air_date", .plain),
        DataField("poster", "poster_url", .address),
    ]

    static let table = DataTable(columns: fields.map(\.column))
}

/// What a mutation says about a season.
struct SeasonChange: Sendable {
    private let data: MutationInput
    private let row: RowPatch
    private let externalIDs: ExternalIDChange?

    init(_ data: MutationInput, isNew: Bool) throws(UserErrors) {
        var errors: [UserError] = []
        self.data = data
        row = RowPatch(SeasonData.fields, data, isNew: isNew, &errors)
        externalIDs = ExternalIDChange(data, of: .season, &errors)
        if !errors.isEmpty { throw UserErrors(errors) }
    }

    func insert(into show: Int64, _ edit: Edit) async throws -> Int64 {
        let made = try await edit.query(SeasonCommands.insert, [.int(show), row.parameter])
        if made.isEmpty { throw try await numberTaken(in: show, edit) }
        let key = made.int(0, 0)
        try await externalIDs?.write(of: key, edit)
        return key
    }

    func update(_ key: Int64, of show: Int64, _ edit: Edit) async throws {
        let isTaken = try await edit.query(SeasonCommands.holder, [.int(show), .int(data.int("number"))])
        if !isTaken.isEmpty, isTaken.int(0, 0) != key { throw try await numberTaken(in: show, edit) }
        _ = try await edit.query(SeasonCommands.update, [.int(key), row.parameter])
        if data.isGiven("number") { _ = try await edit.query(SeasonCommands.renumberEpisodes, [.int(key)]) }
        try await externalIDs?.write(of: key, edit)
    }

    private func numberTaken(in show: Int64, _ edit: Edit) async throws -> UserErrors {
        let holder = try await edit.query(SeasonCommands.holder, [.int(show), .int(data.int("number"))])
        return UserErrors(
            .conflict(
                data.path("number"), "The show has a season of this number.",
                existing: holder.optionalInt(0, 0).map { GlobalID(.season, $0) }))
    }
}

enum SeasonCommands {
    private static let table = SeasonData.table

    /// Parameters: show, patch. No row if the number is taken.
    static let insert = Statement(
        "season_insert",
        """
        insert into seasons (show_id, \(table.list))
        select $1::bigint, \(table.patched) from jsonb_populate_record(null::seasons, $2::jsonb) n
            on conflict (show_id, number) do nothing returning id
        """)

    /// Parameters: key, patch.
    static let update = Statement(
        "season_update", "update seasons t set \(table.assignment("$2")), updated_at = now() where t.id = $1")

    /// Episodes repeat the number of their season.
    static let renumberEpisodes = Statement(
        "season_renumber_episodes",
        """
        update episodes e set season_number = s.number from seasons s
         where s.id = $1 and e.season_id = s.id and e.season_number <> s.number
        """)

    /// Parameters: show, number.
    static let holder = Statement("season_holder", "select id from seasons where show_id = $1 and number = $2")
}
