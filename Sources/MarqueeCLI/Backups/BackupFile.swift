internal import Glibc
internal import PostgreSQL
internal import Services

/// A backup to restore: a dump of PostgreSQL that holds Marquee's tables, of a version this binary knows.
struct BackupFile {
    let path: String
    /// What was applied to the database it was made of, in order.
    let migrations: [Migrations.Record]

    /// Reads what the file says of itself.
    init(_ path: String) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UnreadableFile(path: path, errno: errno) }
        close(descriptor)
        self.path = path
        migrations = try Self.migrations(in: path)
        guard migrations.contains(where: { $0.name == Migration.embedded.first?.name }) else {
            throw BackupError.foreign(path: path)
        }
        let known = Set(Migration.embedded.map(\.number))
        if let newer = migrations.first(where: { !known.contains($0.number) }) {
            throw BackupError.newer(path: path, migration: newer.name)
        }
    }

    private static func migrations(in path: String) throws -> [Migrations.Record] {
        do throws(DumpError) {
            return try records(in: path).sorted { $0.number < $1.number }
        } catch {
            guard error != .missing else { throw error }
            throw BackupError.noBackup(path: path, reason: "\(error)")
        }
    }

    private static func records(in path: String) throws(DumpError) -> [Migrations.Record] {
        var records: [Migrations.Record] = []
        var reader = DumpReader(try DumpPrograms().rows(of: "schema_migrations", in: path))
        while let part = try reader.next() {
            guard case .table = part else { continue }
            while let rows = try reader.rows() {
                records += rows.split(separator: UInt8(ascii: "\n")).compactMap(Self.record)
            }
        }
        return records
    }

    /// From a row: number, name, checksum and when it was applied.
    private static func record(_ row: ArraySlice<UInt8>) -> Migrations.Record? {
        let cells = row.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard cells.count == 4, let number = Int(cells[0]) else { return nil }
        return Migrations.Record(number: number, name: cells[1], checksum: cells[2])
    }
}
