internal import PostgreSQL

/// Why a backup was not written or not restored. But for `lost` nothing has changed.
enum BackupError: Error, CustomStringConvertible {
    /// There is a file of that name.
    case exists(path: String)
    /// There is a folder, a device or the like of that name.
    case noFile(path: String)
    /// Another command is writing that file.
    case beingWritten(path: String)
    /// The database holds no tables of ours.
    case nothingToSave(place: String)
    /// The file cannot be read as a dump.
    case noBackup(path: String, reason: String)
    /// It is a dump, but none of Marquee.
    case foreign(path: String)
    /// The dump has migrations this binary does not know.
    case newer(path: String, migration: String)
    /// The dump's migrations are not those of this binary.
    case otherMigrations(path: String, reason: String)
    /// The database has content, and it was not said that it may go.
    case occupied(place: String, contents: DatabaseContents)
    /// Others hold the database's tables.
    case busy(place: String)
    /// The connection ended, perhaps after the last word.
    case lost(path: String, place: String)
    case failed(path: String, place: String, reason: String)

    var description: String {
        switch self {
        case .exists(let path):
            "\"\(path)\" exists already. Give another name, or say --force to put the new backup in its place"
        case .noFile(let path): "\"\(path)\" is no file, and a backup is one. Give another name"
        case .beingWritten(let path): "\"\(path)\" is being written by another `marquee backup`. Wait for its end"
        case .nothingToSave(let place):
            "the database \(place) holds no tables of Marquee. Set DATABASE_URL or MARQUEE_HOME to one that does"
        case .noBackup(let path, let reason):
            "\"\(path)\" is no backup of Marquee, or it is damaged: \(reason). Expected a file that `marquee backup` wrote"
        case .foreign(let path):
            "\"\(path)\" is a dump of PostgreSQL, but not of Marquee: it holds no migrations of ours. "
                + "Expected a file that `marquee backup` wrote"
        case .newer(let path, let migration):
            "\"\(path)\" was written by a newer version: its database has the migration \(migration), the last one here is "
                + "\(Migration.embedded.last?.name ?? "none"). Restore it with that version or a later one"
        case .otherMigrations(let path, let reason): "\"\(path)\" does not fit this version: \(reason)"
        case .occupied(let place, let contents):
            "the database \(place) is not empty (\(contents)). `marquee restore --force` replaces what it holds; "
                + "`marquee backup` saves that first"
        case .busy(let place):
            "the database \(place) is in use: others held its tables for a minute. Nothing was changed. "
                + "Try again, or end what pg_stat_activity shows"
        case .lost(let path, let place):
            "the connection to the database \(place) ended while \"\(path)\" was restored: all of it is there now, or nothing "
                + "has changed. Start that server if it is down, and restore again"
        case .failed(let path, let place, let reason):
            "\"\(path)\" was not restored, and the database \(place) is as it was: \(reason)"
        }
    }
}
