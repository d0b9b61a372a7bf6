import GraphQL
import Testing

@Suite struct NoUnusedFragmentsRuleTests {
    @Test func `a fragment used by a fragment is used`() throws {
        let found = try complaints(
            .noUnusedFragments, "{ ...A } fragment A on Query { ...B } fragment B on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `use from unused ones does not count, nor do circles`() throws {
        let found = try complaints(
            .noUnusedFragments,
            """
            { ...A }
            fragment A on Query { __typename }
            fragment B on Query { ...C }
            fragment C on Query { ...B }
            """)
        #expect(
            found == [
                #"Fragment "B" is never used. (3:1)"#,
                #"Fragment "C" is never used. (4:1)"#,
            ])
    }
}
