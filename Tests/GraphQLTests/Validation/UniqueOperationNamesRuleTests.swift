import GraphQL
import Testing

@Suite struct UniqueOperationNamesRuleTests {
    @Test func `different names are fine`() throws {
        let found = try complaints(.uniqueOperationNames, "query A { __typename } mutation B { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `a fragment may share the name of an operation`() throws {
        let found = try complaints(.uniqueOperationNames, "query A { ...A } fragment A on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `a name is taken once, whatever the operation`() throws {
        let found = try complaints(
            .uniqueOperationNames,
            """
            query A { __typename }
            mutation A { __typename }
            subscription A { ticks }
            """)
        #expect(
            found == [
                #"There can be only one operation named "A". (1:7) (2:10)"#,
                #"There can be only one operation named "A". (1:7) (3:14)"#,
            ])
    }
}
