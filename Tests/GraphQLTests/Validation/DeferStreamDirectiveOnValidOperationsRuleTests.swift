import GraphQL
import Testing

@Suite struct DeferStreamDirectiveOnValidOperationsRuleTests {
    @Test func `queries and mutations may use them`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnValidOperations, "{ titles { ... @defer { id } related @stream { id } } }",
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }

    @Test func `subscriptions may not, in fragments either`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnValidOperations,
            """
            subscription { titleUpdated { ... @defer { id } ...F } }
            fragment F on Title { related @stream(if: true) { id } }
            """, schema: CatalogueSchema.incremental)
        #expect(
            found == [
                "Defer directive not supported on subscription operations. Disable `@defer` by setting the `if` argument to `false`. (1:35)",
                "Stream directive not supported on subscription operations. Disable `@stream` by setting the `if` argument to `false`. (2:31)",
            ])
    }

    @Test func `unless they may be turned off`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnValidOperations,
            "subscription ($a: Boolean!) { titleUpdated { ... @defer(if: $a) { id } related @stream(if: false) { id } } }",
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }
}
