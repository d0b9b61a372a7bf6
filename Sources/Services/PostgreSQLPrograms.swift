/// The programs of one installed major version of PostgreSQL. Debian keeps them out of PATH, a folder a version.
struct PostgreSQLPrograms: Equatable {
    let folder: String
    let major: Int

    /// The oldest major version the tables are written for.
    static let oldest = 15

    /// What is installed, newest first; a version of which only the client is there does not count.
    static func installed() -> [PostgreSQLPrograms] {
        let debian = Files.matches("/usr/lib/postgresql/*/bin/initdb").compactMap { path -> PostgreSQLPrograms? in
            guard let major = path.split(separator: "/").dropLast(2).last.flatMap({ Int($0) }) else { return nil }
            return PostgreSQLPrograms(folder: String(path.dropLast("/initdb".count)), major: major)
        }
        return (debian.isEmpty ? inPath() : debian)
            .filter { $0.major >= oldest && Files.isExecutable("\($0.folder)/postgres") }
            .sorted { $0.major > $1.major }
    }

    /// Those that fit a cluster: written by major version `found`, or new (nil).
    static func fitting(_ found: String?, of folder: String) throws(ServiceError) -> PostgreSQLPrograms {
        let installed = installed()
        guard let newest = installed.first else {
            throw .programMissing(program: "PostgreSQL \(oldest) or later (initdb, postgres)", package: "postgresql")
        }
        guard let found else { return newest }
        guard let same = installed.first(where: { String($0.major) == found }) else {
            throw .otherVersion(folder: folder, found: found, installed: installed.map(\.major))
        }
        return same
    }

    /// Elsewhere than on Debian: the version that PATH finds, which says its number itself.
    private static func inPath() -> [PostgreSQLPrograms] {
        guard let path = try? Command.find("initdb", package: "postgresql"),
            let words = try? Command([path, "--version"]).run().split(whereSeparator: { $0 == " " || $0 == "\n" }),
            let major = words.lazy.compactMap({ Int($0.prefix { $0.isNumber }) }).first
        else { return [] }
        return [PostgreSQLPrograms(folder: String(path.dropLast("/initdb".count)), major: major)]
    }
}
