import GraphQL
import PostgreSQL

/// What is to be added to a list: the items of `entries` of an input, each subject once.
struct NewListEntries: Sendable {
    struct Item: Sendable {
        let subject: GlobalID
        let priority: Int64?
        let note: String?
        /// The way to the subject's ID.
        let path: [String]
        let text: String?
    }

    let items: [Item]
    private let path: [String]

    /// No items if the input has none.
    init(_ input: MutationInput) throws(UserErrors) {
        path = input.path("entries")
        var items: [Item] = []
        var seen: Set<GlobalID> = []
        for (index, value) in (input.fields.list("entries") ?? []).enumerated() {
            let entry = MutationInput(value.object ?? InputObject(), way: path + ["\(index)"])
            let subject = try entry.listable("subjectId")
            guard seen.insert(subject).inserted else { continue }
            items.append(
                Item(
                    subject: subject, priority: entry.int("priority"), note: entry.string("note"),
                    path: entry.path("subjectId"), text: entry.string("subjectId")))
        }
        self.items = items
    }

    /// A single one, which a field beside a list's target stands for.
    init(_ subject: GlobalID, at path: [String]) {
        self.path = path
        items = [Item(subject: subject, priority: nil, note: nil, path: path, text: "\(subject)")]
    }

    var subjects: ListSubjects { ListSubjects(items.map(\.subject)) }

    /// What the database refuses, by constraint: subjects that went away meanwhile, and those that a shared list may not
    /// hold.
    var refusals: [String: UserError] {
        var refusals = ["list_entries_private_subject": UserError.privateSubject(path)]
        for column in ["list", "title", "season", "episode", "person"] {
            refusals["list_entries_\(column)_id_fkey"] = .notFound(path, id: nil)
        }
        return refusals
    }
}

/// Keys of subjects by the column of `list_entries` they stand in.
struct ListSubjects: Sendable {
    private let ids: [GlobalID]

    init(_ ids: [GlobalID]) { self.ids = ids }

    private func keys(_ kinds: NodeKind...) -> [Int64] { ids.filter { kinds.contains($0.kind) }.map(\.key) }

    var titles: [Int64] { keys(.movie, .show) }

    /// Of titles, seasons, episodes and people.
    var parameters: [Parameter] {
        [.bigints(titles), .bigints(keys(.season)), .bigints(keys(.episode)), .bigints(keys(.person))]
    }

    /// The same, as long as there are subjects, with null where the subject stands in another column.
    var columns: [Parameter] {
        let kinds: [[NodeKind]] = [[.movie, .show], [.season], [.episode], [.person]]
        return kinds.map { kinds in .optionalBigints(ids.map { kinds.contains($0.kind) ? $0.key : nil }) }
    }

    /// Of the subjects, that which a row with these four columns is about, from a column on.
    func subject(of rows: borrowing Rows, _ row: Int, from column: Int = 0) -> GlobalID? {
        let kinds: [[NodeKind]] = [[.movie, .show], [.season], [.episode], [.person]]
        for (offset, kinds) in kinds.enumerated() {
            guard let key = rows.optionalInt(row, column + offset) else { continue }
            return ids.first { kinds.contains($0.kind) && $0.key == key }
        }
        return nil
    }
}

extension MutationInput {
    /// The ID of something that can stand in a list.
    func listable(_ name: String) throws(UserErrors) -> GlobalID {
        guard let id = string(name).flatMap(GlobalID.init) else { throw notFound(name) }
        guard [.movie, .show, .season, .episode, .person].contains(id.kind) else {
            throw invalid(name, "Expected a movie, show, season, episode or person, got a \(id.kind).")
        }
        return id
    }
}
