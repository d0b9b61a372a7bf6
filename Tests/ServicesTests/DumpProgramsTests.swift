import Testing

@testable import Services

extension ServicesTests {
    @Suite struct DumpProgramsTests {
        @Test func `what the programs say is told in a line, with what mends it`() {
            let server = ServiceError.commandFailed(
                command: "/usr/bin/pg_dump",
                output:
                    "pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 99.\n"
            )
            #expect(
                DumpError(server, program: "pg_dump").description
                    == "pg_dump failed: pg_dump: error: aborting because of server version mismatch | pg_dump: detail: "
                    + "server version: 99. Install the client programs of the server's version, postgresql-client-NN")
            let silent = ServiceError.commandFailed(command: "/usr/bin/pg_dump", output: "")
            #expect(DumpError(silent, program: "pg_dump").description == "pg_dump failed: it said nothing")
            #expect(DumpError.missing.description.contains("apt-get install postgresql-client"))
        }

        @Test func `what is no dump is refused in pg_restore's words`() throws {
            let script = try DumpPrograms().section(.rows, of: "/dev/null")
            let error = #expect(throws: DumpError.self) { while try script.next() != nil {} }
            #expect("\(try #require(error))".hasPrefix("pg_restore failed: pg_restore: error: "))
        }
    }
}
