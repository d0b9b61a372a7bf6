import GraphQL
import Testing

@Suite struct UniqueArgumentNamesRuleTests {
    @Test func `each argument is given once`() throws {
        let found = try complaints(.uniqueArgumentNames, #"{ titles(first: 1, after: "a") @include(if: true) { id } }"#)
        #expect(found.isEmpty)
    }

    @Test func `all of its places are shown`() throws {
        let found = try complaints(
            .uniqueArgumentNames, #"{ titles(first: 1, after: "a", first: 2, first: 3) { id } }"#)
        #expect(
            found == [
                #"There can be only one argument named "first". (1:10) (1:32) (1:42)"#
            ])
    }

    @Test func `directives count for themselves`() throws {
        let found = try complaints(.uniqueArgumentNames, "{ movie(id: 1) @skip(if: true, if: false) { id } }")
        #expect(
            found == [
                #"There can be only one argument named "if". (1:22) (1:32)"#
            ])
    }
}
