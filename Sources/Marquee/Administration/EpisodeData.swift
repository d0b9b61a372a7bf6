import GraphQL
import PostgreSQL

/// The fields of `EpisodeData` that are columns of `episodes`.
enum EpisodeData {
    static let fields = [
        DataField("number", "number", .plain, isRequired: true),
        DataField("absoluteNumber", "absolute_number", .plain),
        DataField("title", "title", .text),
        DataField("overview", "overview", .text),
        DataField("airDate", "air_date", .plain),
        DataField("airsAt", "airs_at", .plain),
        DataField("runtime", "runtime", .plain),
        DataField("milestone", "milestone", .word),
        DataField("still", "still_url", .address),
    ]

    static let table = DataTable(columns: fields.map(\.column))
}

/// What a mutation says about an episode.
struct EpisodeChange: Sendable {
    private let data: MutationInput
    private let row: RowPatch
    private let credits: CreditList?
    private let externalIDs: ExternalIDChange?

    init(_ data: MutationInput, isNew: Bool, _ errors: inout [UserError]) {
        self.data = data
        row = RowPatch(EpisodeData.fields, data, isNew: isNew, &errors)
        credits = CreditList(data, &errors)
        externalIDs = ExternalIDChange(data, of: .episode, &errors)
    }

    /// Makes episodes of one season of a show.
    static func insert(_ episodes: [EpisodeChange], season: Int64, of show: Int64, _ edit: Edit) async throws -> [Int64]
    {
        for (index, episode) in episodes.enumerated() {
            for former in episodes[..<index] { try episode.differ(from: former) }
        }
        let made = try await edit.query(
            EpisodeCommands.insert, [.int(season), RowPatch.parameter(episodes.map(\.row))])
        let keys = Dictionary(uniqueKeysWithValues: (0..<made.count).map { (made.int($0, 1), made.int($0, 0)) })
        let misdated = Set((0..<made.count).filter { made.bool($0, 2) }.map { made.int($0, 1) })
        var people: [String: Int64] = [:]
        var inOrder: [Int64] = []
        for episode in episodes {
            guard let key = keys[episode.number] else {
                let holder = try await edit.query(EpisodeCommands.holder, [.int(season), .int(episode.number)])
                throw episode.numberTaken(by: holder.optionalInt(0, 0))
            }
            if misdated.contains(episode.number) { throw episode.dayMissed() }
            try await episode.writeRest(of: key, show, &people, edit)
            inOrder.append(key)
        }
        return inOrder
    }

    func update(_ key: Int64, of show: Int64, _ edit: Edit) async throws {
        let holder = try await edit.query(EpisodeCommands.neighbour, [.int(key), .int(data.int("number"))])
        if !holder.isEmpty { throw numberTaken(by: holder.int(0, 0)) }
        let updated = try await edit.query(EpisodeCommands.update, [.int(key), row.parameter])
        if updated.bool(0, 0), data.isGiven("airDate") || data.isGiven("airsAt") { throw dayMissed() }
        var people: [String: Int64] = [:]
        try await writeRest(of: key, show, &people, edit)
    }

    /// Two episodes of a call have neither number nor key in common.
    private func differ(from former: EpisodeChange) throws(UserErrors) {
        if number == former.number { throw numberTaken(by: nil) }
        if let repeated = former.externalIDs.flatMap({ externalIDs?.repetition(of: $0) }) {
            throw UserErrors(repeated)
        }
    }

    /// Of a new one, whose number is needed.
    private var number: Int64 { data.int("number") ?? 0 }

    private func writeRest(
        of key: Int64, _ show: Int64, _ people: inout [String: Int64], _ edit: Edit
    ) async throws {
        try await refusing(["credits_person_id_fkey": .notFound(data.path("credits"), id: nil)]) {
            try await credits?.write(of: show, episode: key, &people, edit)
        }
        try await externalIDs?.write(of: key, edit)
    }

    private func dayMissed() -> UserErrors {
        data.invalid(
            data.isGiven("airsAt") ? "airsAt" : "airDate",
            "The hour lies more than a day away from the day of airing. Set `airDate` and `airsAt` together.")
    }

    private func numberTaken(by episode: Int64?) -> UserErrors {
        UserErrors(
            .conflict(
                data.path("number"), "The season has an episode of this number.",
                existing: episode.map { GlobalID(.episode, $0) }))
    }
}

enum EpisodeCommands {
    private static let table = EpisodeData.table

    /// An hour lies on the day before or after by UTC at most, wherever it is.
    private static func missesDay(_ row: String) -> String {
        "coalesce(abs(\(row).air_date - (\(row).airs_at at time zone 'UTC')::date) > 1, false)"
    }

    /// Parameters: season, patches. Gives key and number of those whose number was free, and whether hour and day disagree.
    static let insert = Statement(
        "episodes_insert",
        """
        insert into episodes (show_id, season_id, season_number, \(table.list))
        select s.show_id, s.id, s.number, \(table.patched)
          from seasons s cross join jsonb_populate_recordset(null::episodes, $2::jsonb) n where s.id = $1
            on conflict (show_id, season_number, number) do nothing returning id, number, \(missesDay("episodes"))
        """)

    /// Parameters: key, patch. Gives whether hour and day disagree.
    static let update = Statement(
        "episode_update",
        """
        update episodes t set \(table.assignment("$2")), updated_at = now() where t.id = $1 returning \(missesDay("t"))
        """)

    /// Parameters: season, number.
    static let holder = Statement("episode_holder", "select id from episodes where season_id = $1 and number = $2")

    /// Another episode of the same season. Parameters: key, number.
    static let neighbour = Statement(
        "episode_neighbour",
        """
        select o.id from episodes e join episodes o on o.season_id = e.season_id
         where e.id = $1 and o.number = $2 and o.id <> e.id
        """)
}
