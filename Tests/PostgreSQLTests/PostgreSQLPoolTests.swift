import EventLoop
import Metrics
import Testing

@testable import PostgreSQL

@Suite(.tags(.database)) struct PostgreSQLPoolTests {
    private static let integers = Statement("integers", "select unnest($1::bigint[])")
    private static let texts = Statement("texts", "select unnest($1::text[])")
    private static let echo = Statement("echo", "select $1::text")
    private static let divide = Statement("divide", "select 100 / $1::integer")
    private static let misspelt = Statement("misspelt", "selct 1")

    @Test func `arrays, numbers, texts and nulls go there and back`() async throws {
        try await withPool(emptyDatabase()) { pool in
            let numbers: [Int64] = [0, 1, -1, 10, 99, 1_000_000, .max, .min]
            let integers = try await pool.query(Self.integers, [.bigints(numbers)])
            #expect((0..<integers.count).map { integers.int($0, 0) } == numbers)
            #expect(try await pool.query(Self.integers, [.bigints([])]).isEmpty)

            let words = ["", "null", "NULL", "a,b", "{x}", "say \"hi\"", "back\\slash", " blank ", "日本 🎬", "'"]
            let texts = try await pool.query(Self.texts, [.texts(words)])
            #expect((0..<texts.count).map { texts.text($0, 0) } == words)

            let mixed = try await pool.query(Self.texts, [.optionalTexts(["a", nil])])
            #expect(mixed.optionalText(0, 0) == "a")
            #expect(mixed.isNull(1, 0))
            let none = try await pool.query(Self.echo, [.null])
            #expect(none.isNull(0, 0))
            #expect(none.optionalText(0, 0) == nil)
        }
    }

    @Test func `every kind of parameter arrives as what it is`() async throws {
        let kinds = Statement(
            "kinds",
            """
            select $1::integer, $2::boolean, $3::double precision, encode($4::bytea, 'hex'), $5::double precision[],
                   $6::boolean[], $7::bigint[], $8::date[]
            """
        )
        try await withPool(emptyDatabase()) { pool in
            let rows = try await pool.query(
                kinds,
                [
                    .int(-42), .bool(true), .double(1e-7), .bytes([0, 15, 255]), .doubles([0.1, -2]),
                    .bools([true, false]),
                    .optionalBigints([1, nil]), .texts(["1999-03-31"]),
                ])
            #expect(rows.int(0, 0) == -42)
            #expect(rows.bool(0, 1))
            #expect(rows.double(0, 2) == 1e-7)
            #expect((3..<8).map { rows.text(0, $0) } == ["000fff", "{0.1,-2}", "{t,f}", "{1,NULL}", "{1999-03-31}"])
        }
    }

    @Test func `passing statements are answered side by side, and none is left prepared`() async throws {
        let prepared = Statement(
            "prepared", "select count(*) from pg_prepared_statements where statement like '%passing%'")
        try await withPool(emptyDatabase()) { pool in
            for planning in [Statement.Planning.once, .eachTime] {
                try await withThrowingTaskGroup(of: (Int64, Int64).self) { group in
                    for number in Int64(1)...50 {
                        let statement = Statement(
                            "passing", planning: planning, isPassing: true, "select $1::bigint * \(number) -- passing")
                        group.addTask { (number * 7, try await pool.query(statement, [.int(7)]).int(0, 0)) }
                    }
                    for try await (expected, found) in group { #expect(found == expected) }
                }
            }
            let broken = Statement("broken", isPassing: true, "select 1 / $1::integer -- passing")
            _ = await failure { _ = try await pool.query(broken, [.int(0)]) }
            #expect(try await pool.query(broken, [.int(1)]).int(0, 0) == 1)
            // The last one of a connection stays, without a name, until the next one comes.
            #expect(try await pool.query(prepared, []).int(0, 0) == 0)
        }
    }

    @Test func `a text with a zero character is refused before it is cut short`() async throws {
        try await withPool(emptyDatabase()) { pool in
            let error = await failure { _ = try await pool.query(Self.echo, [.text("a\0b")]) }
            #expect(
                error == .invalidParameter(reason: "$1 holds the character U+0000, which no PostgreSQL text may"))
            let after = try await pool.query(Self.echo, [.text("after")])
            #expect(after.text(0, 0) == "after")
        }
    }

    @Test func `one failing statement among fifty in flight fails alone`() async throws {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        try await withPool(emptyDatabase(), limits: limits) { pool in
            let outcomes = await withTaskGroup(of: (Int, Int64?, SQLState?).self) { group in
                for index in 0..<50 {
                    group.addTask {
                        do {
                            let rows = try await pool.query(Self.divide, [.int(index == 25 ? 0 : 1 + index % 5)])
                            return (index, rows.int(0, 0), nil)
                        } catch {
                            return (index, nil, (error as? PostgreSQLError)?.state)
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = ($1.1, $1.2) }
            }
            for index in 0..<50 where index != 25 { #expect(outcomes[index]?.0 == Int64(100 / (1 + index % 5))) }
            #expect(outcomes[25]?.1 == SQLState("22012"))
        }
    }

    @Test func `a statement is prepared once a connection`() async throws {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        let prepared = Statement("prepared", "select count(*) from pg_prepared_statements where statement = $1")
        try await withPool(emptyDatabase(), limits: limits) { pool in
            for text in ["a", "b", "c"] { _ = try await pool.query(Self.echo, [.text(text)]) }
            #expect(try await pool.query(prepared, [.text(Self.echo.sql)]).int(0, 0) == 1)
            #expect(pool.statistics.statements["echo"]?.sent == 3)
        }
    }

    @Test func `statements are counted by name, with their errors and how long they took`() async throws {
        let sleep = Statement("timed", "select pg_sleep(0.03)")
        let other = Statement("timed", "select pg_sleep(0.04) as other")
        let refused = Statement("refused", "select 1 / $1::bigint")
        try await withPool(emptyDatabase()) { pool in
            for statement in [sleep, other] { _ = try await pool.query(statement) }
            _ = await failure { _ = try await pool.query(refused, [.int(0)]) }
            _ = try await pool.query(refused, [.int(1)])
            let statements = pool.statistics.statements
            #expect(statements["timed"]?.sent == 2)
            #expect(statements["timed"]?.errors == 0)
            #expect(statements["timed"]?.durations.count == 2)
            #expect(statements["timed"]?.durations.sum ?? 0 >= 70_000_000)
            #expect(statements["refused"]?.sent == 2)
            #expect(statements["refused"]?.errors == 1)
        }
    }

    @Test func `statements that wait for room are counted with their waits`() async throws {
        let sleep = Statement("waiting", "select pg_sleep(0.05)")
        var limits = PoolLimits()
        (limits.sharedConnections, limits.pipelineDepth) = (1, 1)
        try await withPool(emptyDatabase(), limits: limits) { pool in
            await withTaskGroup { group in
                for _ in 0..<3 { group.addTask { _ = await failure { _ = try await pool.query(sleep) } } }
            }
            #expect(pool.statistics.sharedWaits.count == 2)
            // 50 ms and 100 ms, less what the two came later.
            #expect(pool.statistics.sharedWaits.sum >= 50_000_000)
            #expect(pool.statistics.sharedTimeouts == 0)
        }
    }

    @Test func `a statement that cannot be prepared says why, each time`() async throws {
        var limits = PoolLimits()
        limits.sharedConnections = 1
        try await withPool(emptyDatabase(), limits: limits) { pool in
            async let first = failure { _ = try await pool.query(Self.misspelt) }
            async let second = failure { _ = try await pool.query(Self.misspelt) }
            for error in await [first, second] {
                guard case .server(let error) = error else {
                    Issue.record("expected the server's error, got \(String(describing: error))")
                    return
                }
                #expect(error.state == .syntaxError)
                #expect(error.statement == "misspelt")
                #expect(error.position == 1)
            }
        }
    }
}
