import GraphQL
import Testing

@Suite struct NoSchemaIntrospectionCustomRuleTests {
    @Test func `the name of a type is no secret`() throws {
        let found = try complaints(.noSchemaIntrospectionCustom, "{ movie(id: 1) { __typename } }")
        #expect(found.isEmpty)
    }

    @Test func `fields that return the schema are refused`() throws {
        let found = try complaints(.noSchemaIntrospectionCustom, "{ __schema { queryType { name } } }")
        #expect(
            found == [
                #"GraphQL introspection has been disabled, but the requested query contained the field "__schema". (1:3)"#,
                #"GraphQL introspection has been disabled, but the requested query contained the field "queryType". (1:14)"#,
            ])
    }
}
