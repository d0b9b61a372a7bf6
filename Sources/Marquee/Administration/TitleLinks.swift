import GraphQL
import PostgreSQL

/// What a mutation links a title with, in order: genres by slug or ID, keywords and networks by name.
struct TitleLinks: Sendable {
    private let table: TitleLinkTable
    /// Each once, and where it stands in the input first.
    private let names: [String]
    private let places: [Int]
    private let path: [String]

    /// Nil if the input is silent about them; null takes all away.
    init?(_ table: TitleLinkTable, _ data: MutationInput, _ errors: inout [UserError]) {
        let field = DataField(table.name, "", .names(Self.mostCharacters), empty: .list([]))
        guard let value = field.value(in: data, isNew: false, &errors) else { return nil }
        (self.table, path) = (table, data.path(table.name))
        let names = value.list?.compactMap(\.string) ?? []
        let given = (data.strings(table.name) ?? []).map(\.withoutOuterBlanks)
        self.names = names
        places = names.map { given.firstIndex(of: $0) ?? 0 }
    }

    private static var mostCharacters: Int { 100 }

    /// Replaces what the title is linked with. Keywords and networks that nobody had yet are made with the catalogue's
    /// titles; a viewer's own title makes nothing that others could see.
    func write(of title: Int64, _ edit: Edit) async throws {
        if edit.owner == nil, let make = table.make { _ = try await edit.query(make, [.texts(names)]) }
        let found = try await edit.query(table.find, [.texts(names)])
        var keys: [Int64] = []
        var errors: [UserError] = []
        for (index, name) in names.enumerated() {
            if let key = found.optionalInt(index, 0) {
                if !keys.contains(key) { keys.append(key) }
            } else {
                errors.append(.notFound(path + ["\(places[index])"], id: name))
            }
        }
        if !errors.isEmpty { throw UserErrors(errors) }
        _ = try await edit.query(table.remove, [.int(title), .bigints(keys)])
        _ = try await edit.query(table.add, [.int(title), .bigints(keys)])
    }
}

/// A table that links titles with rows of another one, and the statements that keep it.
struct TitleLinkTable: Sendable {
    /// Of the other table, which is that of the input's field, too.
    let name: String
    /// The keys of names, in their order; null for names nobody has.
    let find: Statement
    /// Makes what is missing; nil for what administrators make on purpose.
    var make: Statement?
    /// Takes away all but some keys, and adds those.
    let remove: Statement
    let add: Statement

    static let all = [genres, keywords, networks]

    private static let genres = TitleLinkTable(
        "genres", key: "genre_id", isOrdered: true, sameName: "o.slug = w.name or 'G_' || o.id = w.name")

    private static let keywords = TitleLinkTable(
        "keywords", key: "keyword_id", isOrdered: true, sameName: "o.name = w.name::citext",
        make: """
            insert into keywords (name)
            select distinct w.name::citext from unnest($1::text[]) w (name)
             where not exists (select from keywords o where o.name = w.name::citext) order by 1
                on conflict do nothing
            """)

    /// Of networks that share a name, one without a country is no particular one.
    private static let networks = TitleLinkTable(
        "networks", key: "network_id", isOrdered: false,
        sameName: "fold_text(o.name) = fold_text(w.name) order by o.country nulls first, o.id limit 1",
        make: """
            insert into networks (name)
            select distinct on (fold_text(w.name)) w.name from unnest($1::text[]) w (name)
             where not exists (select from networks o where fold_text(o.name) = fold_text(w.name)) order by fold_text(w.name)
                on conflict do nothing
            """)

    /// - Parameters:
    ///   - key: the column that refers to the other table.
    ///   - isOrdered: whether links have places.
    ///   - sameName: which of its rows `o` the name `w.name` means.
    ///   - make: sorted, so that two transactions that make the same names wait for each other one way round.
    private init(_ name: String, key: String, isOrdered: Bool, sameName: String, make: String? = nil) {
        self.name = name
        self.make = make.map { Statement("\(name)_make", $0) }
        find = Statement(
            "\(name)_find",
            """
            select (select o.id from \(name) o where \(sameName))
              from unnest($1::text[]) with ordinality w (name, place) order by w.place
            """)
        remove = Statement(
            "title_\(name)_remove",
            "delete from title_\(name) where title_id = $1 and \(key) <> all ($2::bigint[])")
        add = Statement(
            "title_\(name)_add",
            """
            insert into title_\(name) as l (title_id, \(key)\(isOrdered ? ", ordinal" : ""))
            select $1, k.key\(isOrdered ? ", k.place - 1" : "") from unnest($2::bigint[]) with ordinality k (key, place)
                on conflict (title_id, \(key)) do
            \(isOrdered ? "update set ordinal = excluded.ordinal where l.ordinal <> excluded.ordinal" : "nothing")
            """)
    }
}
