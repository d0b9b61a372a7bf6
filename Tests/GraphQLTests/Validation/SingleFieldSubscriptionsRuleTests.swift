import GraphQL
import Testing

@Suite struct SingleFieldSubscriptionsRuleTests {
    @Test func `one root field is fine, in a fragment too`() throws {
        let found = try complaints(
            .singleFieldSubscriptions,
            "subscription { ...A ...A } fragment A on Subscription { titleUpdated { id title } }")
        #expect(found.isEmpty)
    }

    @Test func `queries may select several`() throws {
        let found = try complaints(.singleFieldSubscriptions, "{ movie(id: 1) { id } show(id: 1) { id } }")
        #expect(found.isEmpty)
    }

    @Test func `the same response name counts once`() throws {
        let found = try complaints(.singleFieldSubscriptions, "subscription { ticks ... on Subscription { ticks } }")
        #expect(found.isEmpty)
    }

    @Test func `all fields but the first are reported, those of fragments too`() throws {
        let found = try complaints(
            .singleFieldSubscriptions,
            """
            subscription Two {
              ticks
              ...More
              again: ticks
            }
            fragment More on Subscription { titleUpdated { id } }
            """)
        #expect(
            found == [
                #"Subscription "Two" must select only one top level field. (6:33) (4:3)"#
            ])
    }

    @Test func `introspection is no event`() throws {
        let found = try complaints(.singleFieldSubscriptions, "subscription { __typename }")
        #expect(
            found == [
                "Anonymous Subscription must not select an introspection top level field. (1:16)"
            ])
    }

    @Test func `conditions are not known ahead`() throws {
        let found = try complaints(
            .singleFieldSubscriptions,
            "subscription ($a: Boolean!) { ticks @skip(if: $a) ... @include(if: $a) { titleUpdated { id } } }")
        #expect(
            found == [
                "Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection. (1:37) (1:55)"
            ])
    }

    @Test func `fragments on other types add nothing, unknown fragments neither`() throws {
        let found = try complaints(
            .singleFieldSubscriptions, "subscription { ticks ...A ...Unknown } fragment A on Movie { id title }")
        #expect(found.isEmpty)
    }
}
