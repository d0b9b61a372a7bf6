import GraphQL
import PostgreSQL

/// The keys in other databases that a mutation sets or clears. Each is one object's alone, among all of its kind.
struct ExternalIDChange: Sendable {
    private enum Source: String, CaseIterable {
        case tmdb, imdb, tvdb, tvmaze, trakt, wikidata
    }

    private let kind: NodeKind
    private let path: [String]
    /// By source, in order; nil for those to clear.
    private var values: [(source: String, value: String?)] = []

    /// Nil if the input is silent about them; null clears all.
    init?(_ data: MutationInput, of kind: NodeKind, _ errors: inout [UserError]) {
        guard data.isGiven("externalIds") else { return nil }
        (self.kind, path) = (kind, data.path("externalIds"))
        guard let input = data.object("externalIds") else {
            values = Source.allCases.map { ($0.rawValue, nil) }
            return
        }
        for source in Source.allCases where input.isGiven(source.rawValue) {
            let text = input.string(source.rawValue) ?? input.int(source.rawValue).map { "\($0)" }
            if let text, let expected = Self.expected(source, kind, text) {
                errors.append(.invalid(input.path(source.rawValue), "Expected \(expected)."))
            }
            values.append((source.rawValue, text))
        }
    }

    /// What a key of a database looks like; nil if this one does.
    private static func expected(_ source: Source, _ kind: NodeKind, _ text: String) -> String? {
        let (prefix, digits, sample) =
            switch source {
            case .imdb where kind == .person: ("nm", 7...10, "`nm` and at least seven digits, such as nm0000123")
            case .imdb: ("tt", 7...10, "`tt` and at least seven digits, such as tt0133093")
            case .wikidata: ("Q", 1...12, "`Q` and digits, such as Q83495")
            default: ("", 1...10, "a number from 1 on")
            }
        let rest = text.dropFirst(prefix.count)
        let isNumber = rest.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        let isZero = rest.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
        return text.hasPrefix(prefix) && isNumber && !isZero && digits.contains(rest.utf8.count) ? nil : sample
    }

    /// What another object of the same call, further up, says too; nil for nothing.
    func repetition(of former: ExternalIDChange) -> UserError? {
        let repeated = values.first { own in
            own.value != nil && former.values.contains { $0.source == own.source && $0.value == own.value }
        }
        return repeated.map { .conflict(path + [$0.source], "Another \(kind) further up has this key.") }
    }

    func write(of key: Int64, _ edit: Edit) async throws {
        let statements = ExternalIDCommands.of(kind)
        _ = try await edit.query(statements.remove, [.int(key), .texts(values.map(\.source))])
        var missing = values.filter { $0.value != nil }
        for _ in 0..<Self.mostTries {
            let rows: [Parameter] = [
                .texts(missing.map(\.source)), .text("\(kind)"), .optionalTexts(missing.map(\.value)),
                .int(edit.owner), .int(key),
            ]
            let added = try await edit.query(statements.add, rows)
            let sources = (0..<added.count).map { added.text($0, 0) }
            missing.removeAll { sources.contains($0.source) }
            if missing.isEmpty { return }
            // Who had a key a moment ago may be gone now.
            let taken = try await edit.query(ExternalIDCommands.holders, rows)
            if !taken.isEmpty { throw UserErrors((0..<taken.count).map { conflict(taken, $0) }) }
        }
        throw UserErrors(.conflict(path, "Others are setting these keys at this moment. Try again."))
    }

    private static var mostTries: Int { 8 }

    private func conflict(_ taken: Rows, _ row: Int) -> UserError {
        let holder = GlobalID(kind, taken.int(row, 1))
        return .conflict(
            path + [taken.text(row, 0)], "\(holder) has this key already: the same \(kind)?", existing: holder)
    }
}

/// What keeps the external IDs of one kind of object.
struct ExternalIDCommands: Sendable {
    /// Parameters: key, sources.
    let remove: Statement
    /// Parameters: sources, kind, values, owner, key. Gives the sources whose value nobody else has.
    let add: Statement

    /// - Parameter column: that refers to the object.
    private init(column: String) {
        remove = Statement(
            "\(column)_external_remove",
            "delete from external_ids where \(column) = $1 and source = any ($2::text[])")
        add = Statement(
            "\(column)_external_add",
            """
            insert into external_ids (source, entity, value, owner_id, \(column))
            select w.source, $2, w.value, $4::bigint, $5::bigint
              from unnest($1::text[], $3::text[]) w (source, value) order by w.source
                on conflict do nothing returning source
            """)
    }

    static let title = ExternalIDCommands(column: "title_id")
    static let season = ExternalIDCommands(column: "season_id")
    static let episode = ExternalIDCommands(column: "episode_id")
    static let person = ExternalIDCommands(column: "person_id")

    static func of(_ kind: NodeKind) -> ExternalIDCommands {
        switch kind {
        case .season: season
        case .episode: episode
        case .person: person
        default: title
        }
    }

    /// Who else has values, with the parameters of `add`.
    static let holders = Statement(
        "external_ids_holders",
        """
        select w.source, o.key
          from unnest($1::text[], $3::text[]) w (source, value)
               join external_ids x on x.source = w.source and x.entity = $2 and x.value = w.value
                                  and x.owner_id is not distinct from $4::bigint
               cross join lateral (select coalesce(x.title_id, x.season_id, x.episode_id, x.person_id)) o (key)
         where o.key <> $5::bigint order by w.source
        """)
}
