import Glibc
import Synchronization
import Testing

@testable import Services

extension ServicesTests {
    @Suite struct PrivatePostgreSQLTests {
        @Test func `a cluster whose server was killed starts again with its data`() throws {
            let scratch = try Scratch()
            let first = try PrivatePostgreSQL(place: scratch.place, cache: Scratch.cache)
            let connection = try SetupConnection(first.url)
            try connection.value("set synchronous_commit = on")  // off for tests otherwise
            try connection.value("create table kept as select 7 as id")
            kill(try #require(first.process), SIGKILL)
            first.stop()

            let second = try PrivatePostgreSQL(place: scratch.place)
            #expect(try SetupConnection(second.url).value("select id from kept") == "7")
        }

        @Test func `one that is not wanted any more is ended before it answers`() throws {
            let scratch = try Scratch()
            let error = #expect(throws: ServiceError.self) {
                try PrivatePostgreSQL(place: scratch.place, cache: Scratch.cache, isUnwanted: { true })
            }
            #expect(error == .interrupted(service: "PostgreSQL"))
            let redis = #expect(throws: ServiceError.self) {
                try PrivateRedis(place: scratch.place, isUnwanted: { true })
            }
            #expect(redis == .interrupted(service: "Redis"))
            // Neither holds the home.
            _ = try HomeLock(service: "postgresql", home: scratch.place.home)
            _ = try HomeLock(service: "redis", home: scratch.place.home)
        }

        @Test func `a server that is killed is started again, with its data and its many connections`() throws {
            let scratch = try Scratch()
            let reports = Mutex<[String]>([])
            let server = try PrivatePostgreSQL(
                place: scratch.place, cache: Scratch.cache, connections: 150,
                report: { report in reports.withLock { $0.append(report) } })
            #expect(try SetupConnection(server.url).value("show max_connections") == "150")
            let killed = try #require(server.process)
            kill(killed, SIGKILL)
            #expect(Pause.until(seconds: 10) { server.process != nil && server.process != killed })
            #expect(Pause.until(seconds: 10) { SetupConnection.isAnswered(server.url) })
            #expect(try SetupConnection(server.url).value("select 1") == "1")
            #expect(reports.withLock { $0.first }?.hasPrefix("the private PostgreSQL ended (signal 9)") == true)
            server.stop()
            #expect(server.process == nil)
        }

        @Test func `a process that outlives its killed server keeps no other from starting`() throws {
            let scratch = try Scratch()
            let server = try PrivatePostgreSQL(place: scratch.place, cache: Scratch.cache, report: { _ in })
            let killed = try #require(server.process)
            let children = Files.text(of: "/proc/\(killed)/task/\(killed)/children").split(separator: " ")
            let orphan = try #require(children.first.flatMap { pid_t($0) })
            kill(orphan, SIGSTOP)  // so that it never notices
            kill(killed, SIGKILL)
            let isAnswered = Pause.until(seconds: 20) {
                server.process != nil && server.process != killed && SetupConnection.isAnswered(server.url)
            }
            if !isAnswered { kill(orphan, SIGCONT) }
            #expect(isAnswered)
        }

        @Test(arguments: [getpid(), 1])
        func `a pid file whose number belongs to another program by now is no obstacle`(number: pid_t) throws {
            let scratch = try Scratch()
            let cluster = try Cluster.prepare(in: scratch.place, cache: Scratch.cache)
            try Files.write("\(number)\n\(cluster.folder)\n", to: "\(cluster.folder)/postmaster.pid")
            let server = try PrivatePostgreSQL(place: scratch.place)
            #expect(try SetupConnection(server.url).value("select 1") == "1")
        }

        @Test func `a server left running by a crash is ended first`() throws {
            let scratch = try Scratch()
            let cluster = try Cluster.prepare(in: scratch.place, cache: Scratch.cache)
            let leftover = try Child(cluster.server, log: "\(scratch.place.home)/leftover.log", quit: .interrupt)
            // It writes its number into the file a moment after making it.
            #expect(Pause.until(seconds: 10) { !Files.text(of: "\(cluster.folder)/postmaster.pid").isEmpty })

            let server = try PrivatePostgreSQL(place: scratch.place)
            #expect(leftover.process == nil)
            #expect(try SetupConnection(server.url).value("select 1") == "1")
        }

        @Test func `a cluster of a version that is not installed is refused by name`() throws {
            let scratch = try Scratch()
            let folder = "\(scratch.place.data)/postgresql"
            try Files.makePrivateFolder(folder)
            try Files.write("9.6\n", to: "\(folder)/PG_VERSION")
            let error = #expect(throws: ServiceError.self) { try PrivatePostgreSQL(place: scratch.place) }
            #expect(error?.code == "OTHER_VERSION")
            #expect(error?.description.hasPrefix("\(folder) was written by PostgreSQL 9.6, but only") == true)
        }

        @Test func `settings it refuses are quoted from its log`() throws {
            let scratch = try Scratch()
            let cluster = try Cluster.prepare(in: scratch.place, cache: Scratch.cache)
            try Files.write(
                "shared_buffers = 'lots'\n", to: "\(cluster.folder)/local.conf", owner: scratch.place.account)
            let error = #expect(throws: ServiceError.self) { try PrivatePostgreSQL(place: scratch.place) }
            #expect(error?.code == "SERVICE_ENDED")
            #expect(error?.description.contains("shared_buffers") == true)
        }
    }
}
