import GraphQL
import Testing

@Suite struct KnownFragmentNamesRuleTests {
    @Test func `a fragment may be defined after its use`() throws {
        let found = try complaints(.knownFragmentNames, "{ ...A } fragment A on Query { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `unknown ones are named`() throws {
        let found = try complaints(.knownFragmentNames, "{ ...A movie(id: 1) { ...B } }")
        #expect(
            found == [
                #"Unknown fragment "A". (1:6)"#,
                #"Unknown fragment "B". (1:26)"#,
            ])
    }
}
