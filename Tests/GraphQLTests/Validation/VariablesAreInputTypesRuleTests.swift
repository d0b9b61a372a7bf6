import GraphQL
import Testing

@Suite struct VariablesAreInputTypesRuleTests {
    @Test func `scalars, enums, inputs and lists of them take values`() throws {
        let found = try complaints(
            .variablesAreInputTypes, "query ($a: ID!, $b: [Kind!], $c: TitleFilter, $d: Unknown) { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `objects and abstract types do not`() throws {
        let found = try complaints(
            .variablesAreInputTypes, "query ($a: Movie, $b: [Node!]!, $c: Subject) { __typename }")
        #expect(
            found == [
                #"Variable "$a" cannot be non-input type "Movie". (1:12)"#,
                #"Variable "$b" cannot be non-input type "[Node!]!". (1:23)"#,
                #"Variable "$c" cannot be non-input type "Subject". (1:37)"#,
            ])
    }
}
