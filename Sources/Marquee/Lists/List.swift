import GraphQL
import PostgreSQL

/// A list: a row of `lists`, or one of those that every account has. Read as whoever asks, so that row-level security
/// shows private lists to their owners only.
package typealias List = Record<ListColumn>

package enum ListColumn: Int, EntityColumn {
    case id, systemKind, ownerId, name, slug, description, privacy, ranked, entryCount, createdAt, updatedAt

    package var expression: String { ownColumn }
}

extension List {
    static let identity = AttributeSet(ListColumn.id, .systemKind, .ownerId)

    var globalID: GlobalID {
        isNull(.systemKind) ? GlobalID(.list, int(.id)) : GlobalID(.systemList, owner: int(.ownerId), int(.id))
    }

    /// Nil for lists made by hand.
    var system: SystemList? { isNull(.systemKind) ? nil : SystemList(rawValue: int(.id)) }
}

enum ListStatements {
    /// Lists made by hand, with the columns that system lists have.
    static var custom: String { "(select l.*, null::text as system_kind from lists l)" }

    static let byID = Template<ListColumn>(
        "lists_by_id", "select t.id, {columns} from \(custom) t where t.id = any ($1::bigint[])")

    /// Of the viewer, by the key of `SystemList`.
    static let system = Template<ListColumn>(
        "system_lists", "select t.id, {columns} from \(SystemList.rows) t where t.id = any ($1::bigint[])")

    /// How many entries of lists made by hand the viewer has watched.
    static let watchedCounts = Statement(
        "lists_watched_counts",
        """
        select k.key, (
          select count(*) from list_entries t
           where t.list_id = k.key and case
                 when t.title_id is not null then
                   exists (select from library_entries e where e.user_id = viewer_id() and e.title_id = t.title_id
                              and (e.watch_count > 0 or e.status = 'completed'))
                 when t.episode_id is not null then
                   exists (select from plays p where p.user_id = viewer_id() and p.episode_id = t.episode_id)
                 when t.season_id is not null then
                   exists (select from episodes e where e.season_id = t.season_id and e.air_date <= current_date)
                   and not exists (select from episodes e where e.season_id = t.season_id and e.air_date <= current_date
                      and not exists (select from plays p where p.user_id = viewer_id() and p.episode_id = e.id))
                 else false end)
          from unnest($1::bigint[]) k (key)
        """)

    /// The same of system lists, by the key of `SystemList`.
    static let systemWatchedCounts = Statement(
        "system_lists_watched_counts",
        """
        select k.key, case k.key \(watchedCases) end from unnest($1::bigint[]) k (key)
        """)

    private static var watchedCases: String {
        SystemList.allCases.map { list in
            """
            when \(list.rawValue) then (select count(*) from library_entries e
              where e.user_id = (select viewer_id()) and \(list.condition) and (e.watch_count > 0 or e.status = 'completed'))
            """
        }.joined(separator: " ")
    }
}

extension RequestContext {
    /// The lists of global IDs, in their order; null for those the caller may not see.
    func lists(_ ids: [GlobalID?], needs: AttributeSet) async throws -> [List?] {
        let viewer = caller.viewer
        let custom = ids.map { $0?.kind == .list ? $0?.key : nil }
        let system = ids.map { id in id?.kind == .systemList && id?.owner == viewer?.id ? id?.key : nil }
        let needs = needs | List.identity
        async let made = one(ListStatements.byID, custom, needs: needs, as: viewer)
        async let views = one(ListStatements.system, system, needs: needs, as: viewer)
        return zip(try await made, try await views).map { $0 ?? $1 }
    }
}

extension MutationInput {
    /// The ID of a list in a required field.
    func list(_ name: String, of viewer: Viewer) throws(UserErrors) -> GlobalID {
        let id = try id(name, of: .list, .systemList)
        guard id.kind == .list || id.owner == viewer.id else { throw notFound(name) }
        return id
    }
}
