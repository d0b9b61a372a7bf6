import GraphQL
import Testing

@Suite struct UniqueFragmentNamesRuleTests {
    @Test func `different names are fine`() throws {
        let found = try complaints(
            .uniqueFragmentNames, "{ ...A ...B } fragment A on Query { __typename } fragment B on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `a name is taken once`() throws {
        let found = try complaints(
            .uniqueFragmentNames,
            """
            { ...A }
            fragment A on Query { __typename }
            fragment A on Movie { id }
            """)
        #expect(
            found == [
                #"There can be only one fragment named "A". (2:10) (3:10)"#
            ])
    }
}
