import GraphQL
import PostgreSQL

/// An entry of a list: a row of `list_entries`, or of the library seen as a system list. Read as whoever asks.
package typealias ListEntry = Record<ListEntryColumn>

package enum ListEntryColumn: Int, EntityColumn {
    /// The key of a system list's entry is that of its title.
    case id, listId, systemKey, ownerId, titleId, seasonId, episodeId, personId, priority, note, addedAt

    package var expression: String { ownColumn }
}

extension ListEntryColumn: SubjectColumn {}

extension ListEntry {
    static let identity = AttributeSet(ListEntryColumn.id, .listId, .systemKey, .ownerId)

    var system: SystemList? { optionalInt(.systemKey).flatMap(SystemList.init) }

    var list: GlobalID {
        if let system { return GlobalID(.systemList, owner: int(.ownerId), system.rawValue) }
        return GlobalID(.list, int(.listId))
    }

    var globalID: GlobalID {
        if let system { return GlobalID(system, owner: int(.ownerId), title: int(.id)) }
        return GlobalID(.listEntry, owner: int(.listId), int(.id))
    }

    /// What it is about: what can be reviewed, or a person.
    fileprivate var anySubject: GlobalID? { subject ?? optionalInt(.personId).map { GlobalID(.person, $0) } }
}

extension GlobalID {
    /// Of the entry that a title is in a system list: both stand in its key.
    init(_ list: SystemList, owner: Int64, title: Int64) {
        self.init(.systemListEntry, owner: owner, title * 8 + list.rawValue)
    }

    /// What the ID of a system list's entry is made of; nil for any other ID.
    var systemEntry: (list: SystemList, title: Int64)? {
        guard kind == .systemListEntry, let list = SystemList(rawValue: key % 8) else { return nil }
        return (list, key / 8)
    }
}

enum ListEntryStatements {
    /// Entries of lists made by hand, with the columns that those of system lists have.
    static var custom: String { "(select e.*, null::bigint as system_key from list_entries e)" }

    static let byID = Template<ListEntryColumn>(
        "list_entries_by_id", "select t.id, {columns} from \(custom) t where t.id = any ($1::bigint[])")

    /// Places from 1. Counts from each entry back to the one before it among those asked for.
    static let positions = Statement(
        "list_entry_positions",
        """
        with asked as (
          select e.list_id, e.id, e.order_key, lag(e.order_key, 1, '') over w as last_key, lag(e.id, 1, 0::bigint) over w as last_id
            from list_entries e where e.id = any ($1::bigint[]) window w as (partition by e.list_id order by e.order_key, e.id))
        select a.id, sum(c.count) over (partition by a.list_id order by a.order_key, a.id)
          from asked a cross join lateral (
            select count(*) from list_entries o
             where o.list_id = a.list_id and (o.order_key, o.id) <= (a.order_key, a.id)
               and (o.order_key, o.id) > (a.last_key, a.last_id)) c
        """)
}

/// Statements that read entries of one system list.
struct SystemListStatements {
    /// By the keys of titles.
    let byTitle: Template<ListEntryColumn>
    /// Places from 1, by the keys of titles. Counts as `ListEntryStatements.positions` does.
    let positions: Statement

    static let all = Dictionary(uniqueKeysWithValues: SystemList.allCases.map { ($0, SystemListStatements($0)) })

    private init(_ list: SystemList) {
        byTitle = Template(
            "\(list.kind)_by_title", "select t.id, {columns} from \(list.entries) t where t.id = any ($1::bigint[])")
        // Before the first entry asked for, the count begins at the list's end.
        let (column, direction, isBefore, end) =
            list.orderColumn == nil
            ? ("added_at", " desc", ">", ("timestamptz 'infinity'", "9223372036854775807"))
            : ("order_key", "", "<", ("''", "0::bigint"))
        positions = Statement(
            "\(list.kind)_positions",
            """
            with asked as (
              select t.id, t.\(column) as place, lag(t.\(column), 1, \(end.0)) over w as last_place, lag(t.id, 1, \(end.1)) over w as last_id
                from \(list.entries) t where t.id = any ($1::bigint[])
              window w as (order by t.\(column)\(direction), t.id\(direction)))
            select a.id, sum(c.count) over (order by a.place\(direction), a.id\(direction))
              from asked a cross join lateral (
                select count(*) from \(list.entries) o
                 where (o.\(column), o.id) \(isBefore)= (a.place, a.id)
                   and (a.last_place, a.last_id) \(isBefore) (o.\(column), o.id)) c
            """)
    }
}

extension SystemList {
    var statements: SystemListStatements {
        guard let statements = SystemListStatements.all[self] else {
            preconditionFailure("every list has its statements")
        }
        return statements
    }
}

extension Resolvers<RequestContext> {
    mutating func listEntries(_ schema: Schema) {
        object("ListEntry", ListEntry.self) { entry in
            entry.columns(of: "ListEntry", in: schema)
            entry.write("id", needs: ListEntry.identity) { entry, buffer in buffer.appendString("\(entry.globalID)") }
            entry.load("list", needs: ListEntry.identity) { entries, call in
                Resolved(try await call.context.lists(entries.map(\.list), needs: call.needs))
            }
            entry.load("subject", needs: ListEntry.subjectNeeds | AttributeSet(ListEntryColumn.personId)) {
                entries, call in
                Resolved(try await call.context.subjects(entries.map(\.anySubject), call.field))
            }
            entry.loadValues("position", needs: ListEntry.identity) { entries, call in
                Resolved(try await call.context.positions(of: entries))
            }
        }
        connection("ListEntry", of: ListEntryColumn.self)
        listEntrySubjects()
    }

    private mutating func listEntrySubjects() {
        abstract(
            "ListEntrySubject", Node.self,
            members: [
                .taking("Movie") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Show") { if case .title(let title) = $0 { title } else { nil } },
                .taking("Season") { if case .season(let season) = $0 { season } else { nil } },
                .taking("Episode") { if case .episode(let episode) = $0 { episode } else { nil } },
                .taking("Person") { if case .person(let person) = $0 { person } else { nil } },
            ],
            memberOf: { node in
                switch node {
                case .title(let title): title.isMovie ? 0 : 1
                case .season: 2
                case .episode: 3
                default: 4
                }
            })
    }
}

extension RequestContext {
    /// The entries of global IDs, in their order; null for those the caller may not see.
    func listEntries(_ ids: [GlobalID?], needs: AttributeSet) async throws -> [ListEntry?] {
        let (viewer, needs) = (caller.viewer, needs | ListEntry.identity)
        let custom = ids.map { $0?.kind == .listEntry ? $0?.key : nil }
        var found = try await one(ListEntryStatements.byID, custom, needs: needs, as: viewer)
        // Entries are numbered in a row, lists are not: whoever knows no list finds no entry.
        for (place, id) in ids.enumerated() where found[place]?.int(.listId) != id?.owner { found[place] = nil }
        for list in SystemList.allCases {
            let titles = ids.map { id in
                id?.systemEntry?.list == list && id?.owner == viewer?.id ? id?.systemEntry?.title : nil
            }
            guard titles.contains(where: { $0 != nil }) else { continue }
            let views = try await one(list.statements.byTitle, titles, needs: needs, as: viewer)
            found = zip(found, views).map { $0 ?? $1 }
        }
        return found
    }

    /// The place of each entry in its list's own order, from 1; null for those that are gone meanwhile.
    fileprivate func positions(of entries: [ListEntry]) async throws -> [Int64?] {
        func load(_ statement: Statement, _ entries: [ListEntry]) async throws -> [GlobalID: Int64] {
            let query = RowQuery(statement: statement, parameters: [], asker: caller.viewer.map(asker))
            let slices = try await rows.load(query, entries.map { $0.int(.id) }, memo: memo)
            return zip(entries, slices).reduce(into: [:]) { places, found in
                places[found.0.globalID] = found.1.map { $0.rows.int($0.range.lowerBound, 1) }
            }
        }
        var places = try await load(ListEntryStatements.positions, entries.filter { $0.system == nil })
        for (system, entries) in Dictionary(grouping: entries, by: \.system) {
            guard let system else { continue }
            places.merge(try await load(system.statements.positions, entries)) { $1 }
        }
        return entries.map { places[$0.globalID] }
    }
}
