import Testing

@testable import Services

extension ServicesTests {
    @Suite struct PostgreSQLProgramsTests {
        private let newer = PostgreSQLPrograms(folder: "/usr/lib/postgresql/17/bin", major: 17)
        private let older = PostgreSQLPrograms(folder: "/usr/lib/postgresql/15/bin", major: 15)

        @Test func `a new cluster gets the newest version`() throws {
            #expect(try PostgreSQLPrograms.fitting(nil, of: "/data", among: [newer, older]) == newer)
        }

        @Test func `a cluster keeps the version that wrote it`() throws {
            #expect(try PostgreSQLPrograms.fitting("15", of: "/data", among: [newer, older]) == older)
        }

        @Test func `a version that is gone is named, with those that are there`() {
            #expect(throws: ServiceError.otherVersion(folder: "/data", found: "16", installed: [17, 15])) {
                try PostgreSQLPrograms.fitting("16", of: "/data", among: [newer, older])
            }
        }

        @Test func `a machine without PostgreSQL is told the package to install`() {
            let error = #expect(throws: ServiceError.self) {
                try PostgreSQLPrograms.fitting(nil, of: "/data", among: [])
            }
            #expect(error?.description.contains("apt-get install postgresql.") == true)
        }

        @Test func `those of this machine can be run`() throws {
            let programs = try #require(PostgreSQLPrograms.installed().first)
            let version = try Command(["\(programs.folder)/postgres", "--version"]).run()
            #expect(version.contains(" \(programs.major)."))
        }
    }
}
