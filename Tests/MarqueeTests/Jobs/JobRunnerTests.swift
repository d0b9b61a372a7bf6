import DatabaseSupport
import EventLoop
import PostgreSQL
import TestSupport
import Testing

@testable import Marquee

@Suite struct JobRunnerTests {
    private static func database() throws -> (url: String, connection: OwnerConnection) {
        let url = try ReadyDatabase.empty()
        let connection = try OwnerConnection(url: url)
        return (url, connection)
    }

    private static func run(_ job: Job, _ connection: OwnerConnection) throws -> Bool {
        try connection.query(Job.run.sql, job.parameters).bool(0, 0)
    }

    @Test func `a job is done once in its interval, whoever asks`() throws {
        let (url, first) = try Self.database()
        let second = try OwnerConnection(url: url)
        for job in Job.allCases where job.interval > .zero {
            #expect(try Self.run(job, first))
            #expect(try !Self.run(job, second))
            try first.query(
                "update job_runs set finished_at = finished_at - make_interval(secs => $1) where job = $2",
                [.double(Double(job.interval.components.seconds)), .text(job.rawValue)])
            #expect(try Self.run(job, second))
        }
    }

    @Test func `a job that another server is at is left to it`() throws {
        let (url, first) = try Self.database()
        let second = try OwnerConnection(url: url)
        try first.execute("begin")
        #expect(try Self.run(.trending, first))
        #expect(try !Self.run(.trending, second))
        #expect(try Self.run(.popularity, second))
        try first.execute("rollback")
        #expect(try Self.run(.trending, second), "what was rolled back was not done")
    }

    @Test func `old hours are forgotten`() throws {
        let connection = try Self.database().connection
        try connection.execute(
            """
            insert into titles (id, kind, slug, title, sort_title) overriding system value values (1, 'movie', 'a', 'A', 'a');
            insert into title_activity (hour, title_id, plays) values (now() - interval '239 days', 1, 1), (now() - interval '241 days', 1, 1)
            """)
        #expect(try Self.run(.activity, connection))
        #expect(try connection.query("select count(*) from title_activity").int(0, 0) == 1)
    }

    @Test func `the runner folds what viewers do within seconds, and reports a failing job once`() async throws {
        let reports = Locked<[String]>([])
        try await onOwnLoop { loop in
            let (url, connection) = try Self.database()
            try connection.execute(
                """
                insert into users (id, username) overriding system value values (1, 'one');
                insert into titles (id, kind, slug, title, sort_title) overriding system value values (1, 'movie', 'a', 'A', 'a');
                insert into ratings (user_id, title_id, stars) values (1, 1, 9);
                drop function refresh_trending()
                """)
            let sideThreads = SideThreads(name: "side", threads: 1)
            defer { sideThreads.stop() }
            let runner = JobRunner(try ConnectionSettings(url: url), loop: loop, sideThreads: sideThreads) { report in
                reports.withLock { $0.append(report) }
            }
            runner.start()
            var votes: Int64 = 0
            for _ in 0..<100 where votes == 0 {
                try await loop.sleep(for: .milliseconds(100))
                votes = try connection.query("select rating_count from title_stats where title_id = 1").int(0, 0)
            }
            #expect(votes == 1)
            try await loop.sleep(for: .seconds(2))
            await runner.stop()
            #expect(try connection.query("select count(*) from job_runs where job = 'popularity'").int(0, 0) == 1)
        }
        let told = reports.withLock { $0 }
        #expect(told.count == 1)
        #expect(told.first?.contains("refresh_trending") == true)
    }
}
