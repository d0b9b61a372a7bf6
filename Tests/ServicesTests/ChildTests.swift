import Glibc
import Synchronization
import Testing

@testable import Services

extension ServicesTests {
    @Suite struct ChildTests {
        @Test func `a server killed by SIGKILL takes its services along`() throws {
            let scratch = try Scratch()
            let report = "\(scratch.place.home)/processes"
            #expect(throws: ServiceError.self) {
                try TestProgram.run(only: "this process dies", environment: ["MARQUEE_TEST_REPORT=\(report)"])
            }
            let processes = Files.text(of: report).split(separator: "\n").compactMap { Int32($0) }
            try #require(processes.count == 2)
            #expect(Pause.until(seconds: 10) { processes.allSatisfy { Leftover(process: $0).words.isEmpty } })
        }

        /// The other half of the test above, in a process of its own.
        @Test(.enabled(if: unsafe getenv("MARQUEE_TEST_REPORT") != nil, "runs inside another test"))
        func `this process dies with its services running`() throws {
            let report = unsafe String(cString: try #require(unsafe getenv("MARQUEE_TEST_REPORT")))
            let services = try ThrowAwayServices(cache: Scratch.cache)
            let processes = [try #require(services.postgreSQL.process), try #require(services.redis.process)]
            try Files.write(processes.map { "\($0)\n" }.joined(), to: report)
            kill(getpid(), SIGKILL)
        }

        @Test func `one that ignores the polite signal is ended all the same`() throws {
            let scratch = try Scratch()
            let ready = "\(scratch.place.home)/ready"
            let script = "trap '' TERM; touch \(ready); while :; do sleep 0.1; done"
            let child = try Child(
                Command(["/bin/sh", "-c", script]), log: "\(scratch.place.home)/log", quit: .terminate)
            #expect(Pause.until(seconds: 10) { Files.exists(ready) })
            child.stop(patience: 1)
            #expect(child.process == nil)
        }

        @Test func `one that ends by itself is started again and again, until it is stopped`() throws {
            let scratch = try Scratch()
            let traces = "\(scratch.place.home)/traces"
            let reports = Mutex<[String]>([])
            let script = "echo run >> \(traces); sleep 0.05; exit 3"
            let child = try Child(
                Command(["/bin/sh", "-c", script]), log: "\(scratch.place.home)/log", quit: .terminate)
            let prepared = Mutex(0)
            let care = Child.Care(
                name: "script", prepare: { () throws(ServiceError) in prepared.withLock { $0 += 1 } },
                report: { report in reports.withLock { $0.append(report) } })
            #expect(child.keepRunning(care))
            #expect(Pause.until(seconds: 10) { Files.text(of: traces) == "run\nrun\nrun\n" })
            child.stop(patience: 5)
            let runs = Files.text(of: traces)
            #expect(!Pause.until(seconds: 1) { Files.text(of: traces) != runs })
            #expect(prepared.withLock { $0 } >= 2)
            #expect(
                reports.withLock { $0.first }
                    == "the private script ended (exit status 3) and is started again. Its log: \(scratch.place.home)/log"
            )
            #expect(!child.keepRunning(care))
        }

        @Test func `it runs in a process group of its own, out of reach of a terminal's Ctrl-C`() throws {
            let scratch = try Scratch()
            let child = try Child(Command(["/bin/sleep", "60"]), log: "\(scratch.place.home)/log", quit: .terminate)
            let process = try #require(child.process)
            #expect(getpgid(process) == process)
            child.stop(patience: 5)
        }
    }
}
