import GraphQL
import Testing

@Suite struct LoneAnonymousOperationRuleTests {
    @Test func `one anonymous operation may have fragments beside it`() throws {
        let found = try complaints(.loneAnonymousOperation, "{ ...A } fragment A on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `an anonymous operation stands alone`() throws {
        let found = try complaints(
            .loneAnonymousOperation,
            """
            { __typename }
            query A { __typename }
            mutation { __typename }
            """)
        #expect(
            found == [
                "This anonymous operation must be the only defined operation. (1:1)",
                "This anonymous operation must be the only defined operation. (3:1)",
            ])
    }
}
