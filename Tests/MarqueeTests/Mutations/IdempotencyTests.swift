import GraphQL
import PostgreSQL
import Testing

@testable import Marquee

@Suite struct IdempotencyTests {
    private static let note = Statement(
        "note", "insert into lists (owner_id, name, slug) values (viewer_id(), $1, $1) returning id")

    private static func input(_ key: String?, _ name: String) -> MutationInput {
        let key = key.map { [InputField("idempotencyKey", .string($0))] } ?? []
        return MutationInput(InputObject(key + [InputField("name", .string(name))]))
    }

    /// Makes a list as a mutation would.
    private static func make(_ context: RequestContext, _ key: String?, _ name: String) async throws -> [Int64] {
        try await context.once("makeList", input(key, name)) { connection in
            let rows = try await connection.query(note, [.text(name)])
            return (0..<rows.count).map { rows.int($0, 0) }
        }
    }

    @Test func `a call that is repeated with its key is done once and answered the same`() async throws {
        try await AccountTestBed.run { bed in
            let context = try await bed.context(of: bed.register("once"))
            let first = try await Self.make(context, "k", "one")
            #expect(first.count == 1)
            #expect(try await Self.make(context, "k", "one") == first)
            #expect(try await Self.make(context, "other", "two") != first)
        }
    }

    @Test func `calls with one key at once make one thing`() async throws {
        try await AccountTestBed.run { bed in
            let context = try await bed.context(of: bed.register("once.together"))
            let keys = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<8 { group.addTask { try await Self.make(context, "k", "one") } }
                return try await group.reduce(into: Set<[Int64]>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
        }
    }

    @Test func `a key with another input is a conflict`() async throws {
        try await AccountTestBed.run { bed in
            let context = try await bed.context(of: bed.register("once.else"))
            _ = try await Self.make(context, "k", "one")
            await #expect {
                try await Self.make(context, "k", "two")
            } throws: { error in
                (error as? UserErrors)?.errors.map(\.code) == [.conflict]
            }
        }
    }

    @Test func `a call that failed leaves its key free`() async throws {
        try await AccountTestBed.run { bed in
            let context = try await bed.context(of: bed.register("once.fails"))
            _ = try await Self.make(context, nil, "taken")
            await #expect(throws: PostgreSQLError.self) { try await Self.make(context, "k", "taken") }
            #expect(try await Self.make(context, "k", "free").count == 1)
        }
    }

    @Test func `the same key of another account is another key`() async throws {
        try await AccountTestBed.run { bed in
            let ada = try await bed.context(of: bed.register("once.ada"))
            let bob = try await bed.context(of: bed.register("once.bob"))
            #expect(try await Self.make(ada, "k", "one") != Self.make(bob, "k", "one"))
        }
    }
}
