import GraphQL
import Testing

@Suite struct KnownOperationTypesRuleTests {
    @Test func `operations the schema has are accepted`() throws {
        let found = try complaints(
            .knownOperationTypes, "query A { __typename } mutation B { __typename } subscription C { ticks }")
        #expect(found.isEmpty)
    }

    @Test func `an operation needs a root type`() throws {
        let found = try complaints(
            .knownOperationTypes,
            """
            { a }
            subscription { a }
            mutation { a }
            """, schema: CatalogueSchema.build("type Query { a: Int }"))
        #expect(
            found == [
                "The subscription operation is not supported by the schema. (2:1)",
                "The mutation operation is not supported by the schema. (3:1)",
            ])
    }
}
