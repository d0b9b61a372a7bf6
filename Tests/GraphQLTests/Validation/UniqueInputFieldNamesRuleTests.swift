import GraphQL
import Testing

@Suite struct UniqueInputFieldNamesRuleTests {
    @Test func `each field is given once, on each level`() throws {
        let found = try complaints(
            .uniqueInputFieldNames, #"{ titles(filter: { text: "a", and: { text: "b" } }) { id } }"#)
        #expect(found.isEmpty)
    }

    @Test func `a repeated field is shown with the first`() throws {
        let found = try complaints(
            .uniqueInputFieldNames, #"{ titles(filter: { text: "a", text: "b", text: "c" }) { id } }"#)
        #expect(
            found == [
                #"There can be only one input field named "text". (1:20) (1:31)"#,
                #"There can be only one input field named "text". (1:20) (1:42)"#,
            ])
    }
}
