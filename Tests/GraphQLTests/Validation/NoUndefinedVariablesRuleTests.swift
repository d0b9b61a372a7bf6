import GraphQL
import Testing

@Suite struct NoUndefinedVariablesRuleTests {
    @Test func `variables are defined for fragments too`() throws {
        let found = try complaints(
            .noUndefinedVariables,
            "query ($a: ID!, $b: Int) { movie(id: $a) { ...F } } fragment F on Movie { related(first: $b) { id } }")
        #expect(found.isEmpty)
    }

    @Test func `a usage is shown with its operation`() throws {
        let found = try complaints(.noUndefinedVariables, "{ movie(id: $a) { id } }")
        #expect(
            found == [
                #"Variable "$a" is not defined. (1:13) (1:1)"#
            ])
    }

    @Test func `each operation that reaches a fragment defines its variables`() throws {
        let found = try complaints(
            .noUndefinedVariables,
            """
            query A($a: Int) { ...F }
            query B { ...F }
            fragment F on Query { titles(first: $a) { ...G } }
            fragment G on Title { id @skip(if: $c) }
            """)
        #expect(
            found == [
                #"Variable "$c" is not defined by operation "A". (4:36) (1:1)"#,
                #"Variable "$a" is not defined by operation "B". (3:37) (2:1)"#,
                #"Variable "$c" is not defined by operation "B". (4:36) (2:1)"#,
            ])
    }

    @Test func `inside lists and objects as well`() throws {
        let found = try complaints(.noUndefinedVariables, "{ titles(filter: { text: $a, years: [$b] }) { id } }")
        #expect(
            found == [
                #"Variable "$a" is not defined. (1:26) (1:1)"#,
                #"Variable "$b" is not defined. (1:38) (1:1)"#,
            ])
    }
}
