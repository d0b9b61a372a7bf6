import GraphQL
import Testing

@Suite struct NoUnusedVariablesRuleTests {
    @Test func `use in a fragment or a directive counts`() throws {
        let found = try complaints(
            .noUnusedVariables,
            "query ($a: ID!, $b: Boolean!) { movie(id: $a) { ...F } } fragment F on Movie { id @skip(if: $b) }")
        #expect(found.isEmpty)
    }

    @Test func `an unused variable is named with its operation`() throws {
        let found = try complaints(.noUnusedVariables, "query A($a: Int) { __typename }")
        #expect(
            found == [
                #"Variable "$a" is never used in operation "A". (1:9)"#
            ])
    }

    @Test func `use by another operation does not count`() throws {
        let found = try complaints(
            .noUnusedVariables,
            """
            query A($a: ID!) { movie(id: $a) { id } }
            query B($a: ID!, $b: Int) { __typename }
            """)
        #expect(
            found == [
                #"Variable "$a" is never used in operation "B". (2:9)"#,
                #"Variable "$b" is never used in operation "B". (2:18)"#,
            ])
    }

    @Test func `an anonymous operation has no name to tell`() throws {
        let found = try complaints(.noUnusedVariables, "query ($a: Int) { __typename }")
        #expect(
            found == [
                #"Variable "$a" is never used. (1:8)"#
            ])
    }
}
