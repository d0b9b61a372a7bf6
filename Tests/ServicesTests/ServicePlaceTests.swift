import Glibc
import Testing

@testable import Services

extension ServicesTests {
    @Suite struct ServicePlaceTests {
        /// The whole life of a home that is kept, in the longest path the issue asks for, with spaces to be careful about.
        @Test func `a home of 150 characters starts, refuses a second server, and keeps its data`() throws {
            let scratch = try Scratch()
            let prefix = "\(scratch.place.home)/a home/"
            let home = prefix + String(repeating: "x", count: 150 - prefix.utf8.count)
            let place = try ServicePlace.kept(home: home)
            defer { for folder in [place.data, place.sockets] { try? Files.remove(folder) } }
            #expect("\(place.sockets)/.s.PGSQL.5432.lock".utf8.count <= 107)

            let first = try PrivatePostgreSQL.start(home: home, report: { _ in })
            let redis = try PrivateRedis.start(home: home, report: { _ in })
            try SetupConnection(first.url).value("create table kept as select 7 as id")
            let error = #expect(throws: ServiceError.self) { try PrivatePostgreSQL.start(home: home, report: { _ in }) }
            #expect(error == .homeInUse(service: "postgresql", home: place.home, process: getpid()))
            #expect(throws: ServiceError.self) { try PrivateRedis.start(home: home, report: { _ in }) }
            redis.stop()
            first.stop()

            let second = try PrivatePostgreSQL.start(home: home, report: { _ in })
            #expect(try SetupConnection(second.url).value("select id from kept") == "7")
        }

        @Test func `nobody else may enter the folders of data and sockets`() throws {
            let scratch = try Scratch()
            let place = try ServicePlace.kept(home: "\(scratch.place.home)/home")
            defer { for folder in [place.data, place.sockets] { try? Files.remove(folder) } }
            for folder in [place.home, place.data, place.sockets] {
                var status = stat()
                #expect(unsafe stat(folder, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o700, "\(folder)")
            }
        }

        @Test func `a file where the home should be is named in the error`() throws {
            let scratch = try Scratch()
            let home = "\(scratch.place.home)/file"
            try Files.write("", to: home)
            #expect(throws: ServiceError.fileRefused(path: home, attempt: "enter the folder", errno: ENOTDIR)) {
                try ServicePlace.kept(home: home)
            }
        }

        /// The life of a home once more as `nobody`, where that user can reach the test program.
        @Test(.enabled(if: TestProgram.isReachable(by: "nobody"), "runs as root only, in a folder everybody may enter"))
        func `an ordinary user gets services too`() throws {
            let output = try TestProgram.run(only: "of 150 characters", as: Account.named("nobody"))
            #expect(output.contains("Test run with 1 test in"))
        }
    }
}
