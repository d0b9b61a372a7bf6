import GraphQL
import Testing

@Suite struct StreamDirectiveOnListFieldRuleTests {
    @Test func `lists are streamed`() throws {
        let found = try complaints(
            .streamDirectiveOnListField, "{ titles @stream { related @stream { id } } }",
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }

    @Test func `single values are not`() throws {
        let found = try complaints(
            .streamDirectiveOnListField, "{ movie(id: 1) @stream { title @stream } }",
            schema: CatalogueSchema.incremental)
        #expect(
            found == [
                #"Directive "@stream" cannot be used on non-list field "Query.movie". (1:16)"#,
                #"Directive "@stream" cannot be used on non-list field "Movie.title". (1:32)"#,
            ])
    }
}
