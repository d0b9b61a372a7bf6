import GraphQL
import Testing

@Suite struct KnownTypeNamesRuleTests {
    @Test func `types of the schema and built-in ones are known`() throws {
        let found = try complaints(
            .knownTypeNames,
            "query ($a: ID!, $b: [TitleFilter!]) { ... on Query { __typename } } fragment A on __Type { name }")
        #expect(found.isEmpty)
    }

    @Test func `close names are proposed`() throws {
        let found = try complaints(
            .knownTypeNames,
            """
            query ($a: Kid, $b: [Strin!]!) { __typename }
            fragment A on Mvie { ... on Sho { id } }
            """)
        #expect(
            found == [
                #"Unknown type "Kid". Did you mean "ID" or "Kind"? (1:12)"#,
                #"Unknown type "Strin". Did you mean "String"? (1:22)"#,
                #"Unknown type "Mvie". Did you mean "Movie"? (2:15)"#,
                #"Unknown type "Sho". Did you mean "Show"? (2:29)"#,
            ])
    }

    @Test func `types the document defines are not blamed`() throws {
        let found = try complaints(.knownTypeNames, "{ ... on Cow { id } } type Cow { id: ID }")
        #expect(found.isEmpty)
    }
}
