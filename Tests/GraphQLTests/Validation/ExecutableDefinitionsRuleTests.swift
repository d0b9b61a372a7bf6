import GraphQL
import Testing

@Suite struct ExecutableDefinitionsRuleTests {
    @Test func `operations and fragments are executable`() throws {
        let found = try complaints(.executableDefinitions, "{ ...A } fragment A on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `type definitions are not executable`() throws {
        let found = try complaints(
            .executableDefinitions,
            """
            { __typename }
            type Cow { name: String }
            extend type Movie { cow: Cow }
            """)
        #expect(
            found == [
                #"The "Cow" definition is not executable. (2:1)"#,
                #"The "Movie" definition is not executable. (3:1)"#,
            ])
    }

    @Test func `a schema definition is named as such`() throws {
        let found = try complaints(
            .executableDefinitions,
            """
            schema { query: Query }
            { __typename }
            """)
        #expect(
            found == [
                "The schema definition is not executable. (1:1)"
            ])
    }
}
