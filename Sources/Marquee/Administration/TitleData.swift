import GraphQL
import PostgreSQL

/// The fields of `MovieData` and `ShowData` that are columns of `titles`.
enum TitleData {
    static func fields(of kind: NodeKind) -> [DataField] { kind == .movie ? movie : show }

    static let table = DataTable(columns: Set((movie + show).map(\.column)).sorted())

    private static let movie = common + [DataField("releaseDate", "release_date", .plain)]
    private static let show =
        common + [
            DataField("firstAirDate", "release_date", .plain), DataField("showType", "show_type", .word),
        ]

    private static let common = [
        DataField("title", "title", .name, isRequired: true),
        DataField("originalTitle", "original_title", .text),
        DataField("originalLanguage", "original_language", .language),
        DataField("overview", "overview", .text),
        DataField("tagline", "tagline", .text),
        DataField("runtime", "runtime", .plain),
        DataField("status", "status", .word, empty: .string("unknown")),
        DataField("countries", "countries", .countries, empty: .list([])),
        DataField("spokenLanguages", "spoken_languages", .languages, empty: .list([])),
        DataField("poster", "poster_url", .address),
        DataField("backdrop", "backdrop_url", .address),
        DataField("adult", "adult", .plain, empty: .boolean(false)),
    ]
}

/// What a mutation says about a title: its row and what hangs on it. What is nil stays as it is.
struct TitleChange: Sendable {
    let kind: NodeKind
    private let data: MutationInput
    private let row: RowPatch
    private let links: [TitleLinks]
    private let texts: TitleTexts?
    private let credits: CreditList?
    private let externalIDs: ExternalIDChange?

    /// - Parameters:
    ///   - data: `MovieData` or `ShowData`.
    ///   - isOwn: whether it is about a viewer's own title, which may only refer to what is in the catalogue.
    init(_ kind: NodeKind, _ data: MutationInput, isNew: Bool, isOwn: Bool = false) throws(UserErrors) {
        var errors: [UserError] = []
        (self.kind, self.data) = (kind, data)
        row = RowPatch(TitleData.fields(of: kind), data, isNew: isNew, &errors)
        links = TitleLinkTable.all.compactMap { TitleLinks($0, data, &errors) }
        texts = TitleTexts(data, &errors)
        credits = CreditList(data, mayMakePersons: !isOwn, &errors)
        externalIDs = ExternalIDChange(data, of: kind, &errors)
        if !errors.isEmpty { throw UserErrors(errors) }
    }

    /// Makes the title.
    func insert(_ edit: Edit) async throws -> Int64 {
        let made = try await edit.insert(
            TitleCommands.insert, [.text("\(kind)"), .int(edit.owner), row.parameter])
        let key = made.int(0, 0)
        try await writeRest(of: key, edit)
        return key
    }

    /// Changes the title, which the transaction holds.
    func update(_ key: Int64, _ edit: Edit) async throws {
        _ = try await edit.query(TitleCommands.update, [.int(key), row.parameter])
        try await writeRest(of: key, edit)
    }

    private func writeRest(of key: Int64, _ edit: Edit) async throws {
        // What was found a moment ago may be deleted now.
        let gone: [String: UserError] = [
            "title_genres_genre_id_fkey": .notFound(data.path("genres"), id: nil),
            "credits_person_id_fkey": .notFound(data.path("credits"), id: nil),
        ]
        try await refusing(gone) {
            for link in links { try await link.write(of: key, edit) }
            try await texts?.write(of: key, edit)
            var made: [String: Int64] = [:]
            try await credits?.write(of: key, episode: nil, &made, edit)
            try await externalIDs?.write(of: key, edit)
        }
    }
}

enum TitleCommands {
    private static let table = TitleData.table

    /// Parameters: kind, owner, patch. No row if another transaction has just taken the slug.
    static let insert = Statement(
        "title_insert",
        """
        insert into titles (kind, owner_id, slug, sort_title, \(table.list))
        select $1::text, $2::bigint, c.slug, sort_title_of(n.title), \(table.patched)
          from jsonb_populate_record(null::titles, $3::jsonb) n cross join lateral (
                 select c.slug from slug_choices(n.title, extract(year from n.release_date)::integer, $1::text) c
                  where $2::bigint is not null
                     or not exists (select from titles o where o.kind = $1::text and o.slug = c.slug and o.owner_id is null)
                  order by c.place limit 1) c
            on conflict (kind, slug) where owner_id is null do nothing returning id
        """)

    /// Parameters: key, patch. The slug stays: addresses that were given away go on working.
    static let update = Statement(
        "title_update",
        """
        update titles t set \(table.assignment("$2")),
               sort_title = case when $2::jsonb ? 'title' then sort_title_of($2::jsonb ->> 'title') else t.sort_title end
         where t.id = $1
        """)
}
