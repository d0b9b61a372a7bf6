import GraphQL
import Testing

@Suite struct UniqueVariableNamesRuleTests {
    @Test func `operations have their own variables`() throws {
        let found = try complaints(
            .uniqueVariableNames, "query A($a: Int) { __typename } query B($a: Int) { __typename }")
        #expect(found.isEmpty)
    }

    @Test func `all places of a name are shown`() throws {
        let found = try complaints(.uniqueVariableNames, "query ($a: Int, $b: Int, $a: ID, $a: Int) { __typename }")
        #expect(
            found == [
                #"There can be only one variable named "$a". (1:9) (1:27) (1:35)"#
            ])
    }
}
