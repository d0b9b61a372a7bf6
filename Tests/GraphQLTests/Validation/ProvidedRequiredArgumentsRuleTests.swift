import GraphQL
import Testing

@Suite struct ProvidedRequiredArgumentsRuleTests {
    @Test func `given and defaulted arguments are fine`() throws {
        let found = try complaints(.providedRequiredArguments, "{ movie(id: 1) { runtime } }")
        #expect(found.isEmpty)
    }

    @Test func `a missing one is named with its type`() throws {
        let found = try complaints(.providedRequiredArguments, "mutation { rate(stars: 4) { id } }")
        #expect(
            found == [
                #"Field "rate" argument "title" of type "ID!" is required, but it was not provided. (1:12)"#
            ])
    }

    @Test func `directives require theirs`() throws {
        let found = try complaints(.providedRequiredArguments, "{ movie(id: 1) @skip { id @note } }")
        #expect(
            found == [
                #"Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided. (1:16)"#,
                #"Directive "@note" argument "text" of type "String!" is required, but it was not provided. (1:27)"#,
            ])
    }

    @Test func `null is a value for this rule`() throws {
        let found = try complaints(.providedRequiredArguments, "{ movie(id: null) { id } }")
        #expect(found.isEmpty)
    }
}
