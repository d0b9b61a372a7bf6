import Testing

@testable import PostgreSQL

@Suite struct StatementTests {
    @Test func `statements are the same when their texts are`() {
        let (one, same, other) = (Statement("a", "select 41"), Statement("b", "select 41"), Statement("a", "select 42"))
        #expect(one == same)
        #expect(one.wireName(0) == same.wireName(0))
        #expect(one != other)
        #expect(one.wireName(0) != other.wireName(0))
        #expect(one.wireName(1) != one.wireName(0))
        #expect(Statement.names[one.id] == "a")
    }

    @Test func `passing statements share a number by their name, and are the same when their texts are`() {
        let (one, same, other) = (
            Statement("passes", isPassing: true, "select 43"), Statement("passes", isPassing: true, "select 43"),
            Statement("passes", isPassing: true, "select 44")
        )
        #expect(one == same)
        #expect(one != other)
        #expect(one.id == other.id)
        #expect(Statement.names[one.id] == "passes")
        #expect(Statement("kept", "select 43") != one)
    }

    @Test(arguments: [
        "with x as (insert into t values (1) returning 1) select * from x", "UPDATE t set a = 1", "delete\nfrom t",
        "select nextval('s')", "merge into t using u on true when matched then do nothing",
    ])
    func `a text that changes data is a write, whatever it is declared`(sql: String) {
        #expect(Statement("writes", sql).effect == .write)
    }

    @Test func `words that only look like commands are none`() {
        #expect(Statement("reads", "SELECT updated_at, deleted FROM inserts").effect == .read)
        #expect(Statement("declared", effect: .write, "select fold_stat_deltas()").effect == .write)
        #expect(Statement("passes", isPassing: true, "select 1 -- after an update").effect == .read)
    }
}
