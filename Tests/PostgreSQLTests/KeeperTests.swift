import EventLoop
import TestSupport
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct KeeperTests {
    @Test func `a connection that ended before its keeper held it is replaced`() async throws {
        let settings = try ConnectionSettings(url: emptyDatabase())
        let sideThreads = SideThreads(name: "side", threads: 1)
        defer { sideThreads.stop() }
        try await onOwnLoop { loop in
            let connector = Connector(settings: settings, loop: loop, sideThreads: sideThreads)
            let statistics = Statistics()
            var opened = 0
            let keeper = Keeper(on: loop, statistics: statistics) { () async throws(PostgreSQLError) in
                opened += 1
                let connection = try await connector.open(counting: statistics)
                if opened == 1 { connection.close(reason: "it ended early") }
                return connection
            }
            var failures: [PostgreSQLError] = []
            var isUp = false
            keeper.onFailure = { failures.append($0) }
            keeper.onUp = { _ in isUp = true }
            keeper.start()
            let end = loop.now + .seconds(5)
            while !isUp, loop.now < end { try await loop.sleep(for: .milliseconds(5)) }
            #expect(isUp)
            #expect(failures == [.unavailable(reason: "it ended early")])
            await keeper.close()
        }
    }
}
