import GraphQL
import Testing

@Suite struct KnownArgumentNamesRuleTests {
    @Test func `defined arguments are known`() throws {
        let found = try complaints(.knownArgumentNames, "{ movie(id: 1) { runtime(unit: HOURS) @include(if: true) } }")
        #expect(found.isEmpty)
    }

    @Test func `a misspelled argument is proposed`() throws {
        let found = try complaints(.knownArgumentNames, "{ movie(di: 1) { related(frist: 2) { id } } }")
        #expect(
            found == [
                #"Unknown argument "di" on field "Query.movie". Did you mean "id"? (1:9)"#,
                #"Unknown argument "frist" on field "Movie.related". Did you mean "first"? (1:26)"#,
            ])
    }

    @Test func `directives have arguments too`() throws {
        let found = try complaints(.knownArgumentNames, "{ movie(id: 1) @skip(iff: true) { id } }")
        #expect(
            found == [
                #"Unknown argument "iff" on directive "@skip". Did you mean "if"? (1:22)"#
            ])
    }

    @Test func `what belongs to the unknown is passed over`() throws {
        let found = try complaints(.knownArgumentNames, "{ unknown(a: 1) movie(id: 1) @unknown(b: 2) { id } }")
        #expect(found.isEmpty)
    }

    @Test func `introspection has arguments`() throws {
        let found = try complaints(.knownArgumentNames, #"{ __type(nam: "A") { name } }"#)
        #expect(
            found == [
                #"Unknown argument "nam" on field "Query.__type". Did you mean "name"? (1:10)"#
            ])
    }
}
