import GraphQL
import Testing

@Suite struct ScalarLeafsRuleTests {
    @Test func `leaves stand alone, objects do not`() throws {
        let found = try complaints(.scalarLeafs, "{ movie(id: 1) { title director { name } } }")
        #expect(found.isEmpty)
    }

    @Test func `an object needs a selection`() throws {
        let found = try complaints(.scalarLeafs, "{ titles }")
        #expect(
            found == [
                #"Field "titles" of type "[Title!]!" must have a selection of subfields. Did you mean "titles { ... }"? (1:3)"#
            ])
    }

    @Test func `a scalar or enum takes none`() throws {
        let found = try complaints(.scalarLeafs, "{ movie(id: 1) { title { length } director { born { year } } } }")
        #expect(
            found == [
                #"Field "title" must not have a selection since type "String!" has no subfields. (1:24)"#,
                #"Field "born" must not have a selection since type "Date" has no subfields. (1:51)"#,
            ])
    }
}
