import GraphQL
import Testing

@Suite struct FragmentsOnCompositeTypesRuleTests {
    @Test func `objects, interfaces and unions have fields`() throws {
        let found = try complaints(
            .fragmentsOnCompositeTypes,
            "fragment A on Movie { id } fragment B on Node { id } fragment C on Subject { ... on Movie { id } ... { __typename } }"
        )
        #expect(found.isEmpty)
    }

    @Test func `leaves and inputs have none`() throws {
        let found = try complaints(
            .fragmentsOnCompositeTypes,
            """
            fragment A on Kind { id }
            fragment B on Movie { ... on TitleFilter { id } ... on Date { id } }
            """)
        #expect(
            found == [
                #"Fragment "A" cannot condition on non composite type "Kind". (1:15)"#,
                #"Fragment cannot condition on non composite type "TitleFilter". (2:30)"#,
                #"Fragment cannot condition on non composite type "Date". (2:56)"#,
            ])
    }
}
