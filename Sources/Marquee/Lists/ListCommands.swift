import PostgreSQL

/// Statements that write lists, as the viewer.
enum ListCommands {
    static let lockAccount = Statement("account_lock", effect: .write, "select lock_account()")

    /// No row if the account has as many lists as `$5`.
    static let make = Statement(
        "list_make",
        """
        insert into lists (owner_id, name, slug, description, privacy, ranked)
        select viewer_id(), $1::text, list_slug($1::text, null), $2::text, $3::text, $4::boolean
         where (select count(*) from lists where owner_id = viewer_id()) < $5::bigint
        returning id
        """)

    /// Parameters: the list, name, whether a description is given, description, privacy, whether it is ranked; null
    /// keeps what is.
    static let change = Statement(
        "list_change",
        """
        update lists l set name = coalesce($2::text, name), description = case when $3::boolean then $4::text else description end,
               slug = case when $2::text is null or $2::text = name then slug else list_slug($2::text, id) end,
               privacy = coalesce($5::text, privacy), ranked = coalesce($6::boolean, ranked), updated_at = now()
         where id = $1::bigint and owner_id = viewer_id() returning id
        """)

    /// A row if whoever asks may see the list.
    static let see = Statement("list_see", "select id from lists where id = $1::bigint")

    static let delete = Statement(
        "list_delete", "delete from lists where id = $1::bigint and owner_id = viewer_id() returning id")
}

enum ListEntryCommands {
    /// Which of some titles, seasons, episodes and people the viewer may see: the letter-code of each, and its key.
    static let visible = Statement(
        "list_subjects_visible",
        """
        select case kind when 'movie' then 'M' else 'S' end, id from titles where id = any ($1::bigint[])
        union all select 'N', id from seasons where id = any ($2::bigint[])
        union all select 'E', id from episodes where id = any ($3::bigint[])
        union all select 'P', id from people where id = any ($4::bigint[])
        """)

    /// Parameters: the list, then for each new entry title, season, episode, person, key, priority, note. What is in it
    /// stays as it is.
    static let add = Statement(
        "list_entries_add",
        """
        insert into list_entries (list_id, owner_id, title_id, season_id, episode_id, person_id, order_key, priority, note)
        select $1::bigint, viewer_id(), w.title, w.season, w.episode, w.person, w.order_key, w.priority, w.note
          from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::smallint[], $8::text[])
               as w (title, season, episode, person, order_key, priority, note)
        on conflict (list_id, title_id, season_id, episode_id, person_id) do nothing
        returning id
        """)

    /// Which entries a list has for some titles, seasons, episodes and people: their keys in each column, then the entry's.
    static let find = Statement(
        "list_entries_find",
        """
        select title_id, season_id, episode_id, person_id, id from list_entries
         where list_id = $1::bigint and (title_id = any ($2::bigint[]) or season_id = any ($3::bigint[])
                                         or episode_id = any ($4::bigint[]) or person_id = any ($5::bigint[]))
        """)

    static let remove = Statement(
        "list_entries_remove",
        """
        delete from list_entries
         where list_id = $1::bigint and (title_id = any ($2::bigint[]) or season_id = any ($3::bigint[])
                                         or episode_id = any ($4::bigint[]) or person_id = any ($5::bigint[]))
        returning title_id, season_id, episode_id, person_id, id
        """)

    /// Parameters: the list, the entry, whether a note is given, the note, whether a priority is given, the priority.
    static let change = Statement(
        "list_entry_change",
        """
        update list_entries set note = case when $3::boolean then $4::text else note end,
               priority = case when $5::boolean then $6::smallint else priority end
         where list_id = $1::bigint and id = $2::bigint returning id
        """)

    /// The same of a title in the library.
    static let changeInLibrary = Statement(
        "library_entry_change",
        """
        update library_entries set note = case when $2::boolean then $3::text else note end,
               priority = case when $4::boolean then $5::smallint else priority end, updated_at = now()
         where user_id = viewer_id() and title_id = $1::bigint returning title_id
        """)
}

/// Statements that change which titles are in one system list.
struct SystemListCommands: Sendable {
    /// Parameters: for each title its key, the key of its place, priority, note. The titles that are new in it.
    let add: Statement
    /// Parameter: the keys of titles. Those that were in it.
    let remove: Statement
    /// Parameter: the keys of titles. Those in it.
    let find: Statement
    /// All titles in it.
    let all: Statement

    static let ofLists = Dictionary(uniqueKeysWithValues: SystemList.allCases.map { ($0, SystemListCommands($0)) })

    private init(_ list: SystemList) {
        let column = list.status == nil ? "favorited_at" : "status, status_changed_at"
        let values = list.status.map { "'\($0)', now()" } ?? "now()"
        let (orderColumn, orderValue) = list.orderColumn.map { (", \($0)", ", w.order_key") } ?? ("", "")
        let changes = (column + orderColumn).split(separator: ", ").map { "\($0) = excluded.\($0)" }
        add = Statement(
            "\(list.kind)_add",
            """
            insert into library_entries as e (user_id, title_id, kind, \(column)\(orderColumn), priority, note)
            select viewer_id(), t.id, t.kind, \(values)\(orderValue), w.priority, w.note
              from unnest($1::bigint[], $2::text[], $3::smallint[], $4::text[]) as w (title, order_key, priority, note)
                   join titles t on t.id = w.title
            on conflict (user_id, title_id) do update
               set \(changes.joined(separator: ", "))\(list.status == nil ? "" : ", was_planned = false"), priority = coalesce(excluded.priority, e.priority),
                   note = coalesce(excluded.note, e.note), updated_at = now()
             where (\(list.condition)) is not true
            returning title_id
            """)
        let cleared = list.status == nil ? "favorited_at = null" : "status = null, status_changed_at = now()"
        // A movie that was watched stays so, whatever its state.
        let condition =
            list == .watched ? "e.status = 'completed' and (e.kind = 'show' or e.watch_count = 0)" : list.condition
        remove = Statement(
            "\(list.kind)_remove",
            """
            with gone as (update library_entries e set \(cleared), updated_at = now()
                           where e.user_id = viewer_id() and e.title_id = any ($1::bigint[]) and \(condition) returning title_id)
            select title_id from gone
            """)
        all = Statement(
            "\(list.kind)_all",
            "select e.title_id from library_entries e where e.user_id = viewer_id() and \(list.condition)")
        find = Statement(
            "\(list.kind)_find",
            """
            select e.title_id from library_entries e
             where e.user_id = viewer_id() and e.title_id = any ($1::bigint[]) and \(list.condition)
            """)
    }

    /// Marks and states of a title are written one after the other. Parameter: the keys of titles.
    static let lock = Statement("tracking_lock", effect: .write, "select lock_tracking($1::bigint[])")

    /// Ends entries of the library that say nothing any more. Parameter: the keys of titles.
    static let forgetEmpty = Statement(
        "library_forget_empty", effect: .write, "select forget_empty_entries(viewer_id(), $1::bigint[])")
}

extension SystemList {
    var commands: SystemListCommands {
        guard let commands = SystemListCommands.ofLists[self] else {
            preconditionFailure("every list has its commands")
        }
        return commands
    }
}
