import GraphQL
import Testing

@Suite struct PossibleFragmentSpreadsRuleTests {
    @Test func `types that share an object fit`() throws {
        let found = try complaints(
            .possibleFragmentSpreads,
            #"{ node(id: 1) { ... on Movie { id } ...A } search(text: "a") { ... on Node { id } ... on Title { id } } } fragment A on Subject { __typename }"#
        )
        #expect(found.isEmpty)
    }

    @Test func `different objects never fit`() throws {
        let found = try complaints(
            .possibleFragmentSpreads,
            """
            { movie(id: 1) { ... on Show { id } ...A } }
            fragment A on Person { id }
            """)
        #expect(
            found == [
                #"Fragment cannot be spread here as objects of type "Movie" can never be of type "Show". (1:18)"#,
                #"Fragment "A" cannot be spread here as objects of type "Movie" can never be of type "Person". (1:37)"#,
            ])
    }

    @Test func `an object has to belong to the abstract type`() throws {
        let found = try complaints(
            .possibleFragmentSpreads,
            #"{ search(text: "a") { ... on Show { id } } show(id: 1) { ... on Subject { __typename } } }"#)
        #expect(
            found == [
                #"Fragment cannot be spread here as objects of type "Subject" can never be of type "Show". (1:23)"#,
                #"Fragment cannot be spread here as objects of type "Show" can never be of type "Subject". (1:58)"#,
            ])
    }

    @Test func `unknown and leaf types are left to other rules`() throws {
        let found = try complaints(
            .possibleFragmentSpreads, "{ movie(id: 1) { ... on Unknown { id } ... on Kind { id } ...Unknown } }")
        #expect(found.isEmpty)
    }
}
