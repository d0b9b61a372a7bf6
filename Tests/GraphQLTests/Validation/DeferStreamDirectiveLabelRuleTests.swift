import GraphQL
import Testing

@Suite struct DeferStreamDirectiveLabelRuleTests {
    @Test func `labels differ`() throws {
        let found = try complaints(
            .deferStreamDirectiveLabel,
            #"{ ... @defer(label: "a") { __typename } titles @stream(label: "b") { id } ... @defer { __typename } }"#,
            schema: CatalogueSchema.incremental)
        #expect(found.isEmpty)
    }

    @Test func `a label is used once`() throws {
        let found = try complaints(
            .deferStreamDirectiveLabel, #"{ ... @defer(label: "a") { __typename } titles @stream(label: "a") { id } }"#,
            schema: CatalogueSchema.incremental)
        #expect(
            found == [
                "Defer/Stream directive label argument must be unique. (1:7) (1:48)"
            ])
    }

    @Test func `a label is no variable`() throws {
        let found = try complaints(
            .deferStreamDirectiveLabel, "query ($a: String) { titles @stream(label: $a) { id } }",
            schema: CatalogueSchema.incremental)
        #expect(
            found == [
                #"Directive "stream"'s label argument must be a static string. (1:29)"#
            ])
    }

    @Test func `without the directives in the schema there is nothing to say`() throws {
        let found = try complaints(.deferStreamDirectiveLabel, "{ ... @defer(label: A) { __typename } }")
        #expect(found.isEmpty)
    }
}
