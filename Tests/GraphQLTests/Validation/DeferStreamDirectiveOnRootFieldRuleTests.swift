import GraphQL
import Testing

@Suite struct DeferStreamDirectiveOnRootFieldRuleTests {
    @Test func `queries may defer and stream at the root`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnRootField, "{ ... @defer { __typename } titles @stream { id } }",
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }

    @Test func `mutations and subscriptions may not`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnRootField,
            """
            mutation { ... @defer { __typename } tags @stream }
            subscription { ticks @stream ... @defer { __typename } }
            """, schema: CatalogueSchema.incremental)
        #expect(
            found == [
                #"Defer directive cannot be used on root mutation type "Mutation". (1:16)"#,
                #"Stream directive cannot be used on root mutation type "Mutation". (1:43)"#,
                #"Stream directive cannot be used on root subscription type "Subscription". (2:22)"#,
                #"Defer directive cannot be used on root subscription type "Subscription". (2:34)"#,
            ])
    }

    @Test func `below the root they may`() throws {
        let found = try complaints(
            .deferStreamDirectiveOnRootField,
            "mutation { rate(title: 1, stars: 1) { ... @defer { title } related @stream { id } } }",
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }
}
