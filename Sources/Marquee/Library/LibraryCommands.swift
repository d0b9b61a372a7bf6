import PostgreSQL

/// What viewers say of titles: calls of the functions of `0012_tracking.sql`, each a transaction of its own.
enum LibraryCommands {
    /// The places, from 1, of keys that are no titles, or not of the kind.
    static let missing = Statement("titles_missing", "select * from missing_titles($1::bigint[], $2::text[])")

    static let setStatus = Statement(
        "set_library_status", effect: .write, "select set_library_status($1::bigint[], $2::text::library_status)")

    static let setFavorite = Statement(
        "set_favorite", effect: .write, "select set_favorite($1::bigint[], $2)")

    static let update = Statement(
        "update_library_entry", effect: .write, "select update_library_entry($1, $2, $3::smallint, $4, $5)")

    /// Gives the titles that were in the library.
    static let remove = Statement(
        "remove_from_library", effect: .write, "select remove_from_library($1::bigint[], $2, $3)")
}
