import GraphQL
import Testing

@Suite struct FieldsOnCorrectTypeRuleTests {
    @Test func `fields of objects, interfaces and introspection are known`() throws {
        let found = try complaints(
            .fieldsOnCorrectType,
            #"{ node(id: 1) { id __typename } __schema { types { name } } __type(name: "Movie") { kind } }"#)
        #expect(found.isEmpty)
    }

    @Test func `a misspelled field is proposed`() throws {
        let found = try complaints(.fieldsOnCorrectType, "{ movie(id: 1) { titel } }")
        #expect(
            found == [
                #"Cannot query field "titel" on type "Movie". Did you mean "title"? (1:18)"#
            ])
    }

    @Test func `a field of possible types is proposed by type`() throws {
        let found = try complaints(.fieldsOnCorrectType, "{ node(id: 1) { title runtime } }")
        #expect(
            found == [
                #"Cannot query field "title" on type "Node". Did you mean to use an inline fragment on "Title", "Movie", or "Show"? (1:17)"#,
                #"Cannot query field "runtime" on type "Node". Did you mean to use an inline fragment on "Movie" or "Show"? (1:23)"#,
            ])
    }

    @Test func `a union has no fields but __typename`() throws {
        let found = try complaints(.fieldsOnCorrectType, #"{ search(text: "a") { __typename name } }"#)
        #expect(
            found == [
                #"Cannot query field "name" on type "Subject". Did you mean to use an inline fragment on "Person"? (1:34)"#
            ])
    }

    @Test func `below an unknown field nothing more is said`() throws {
        let found = try complaints(.fieldsOnCorrectType, "{ unknown { below } }")
        #expect(
            found == [
                #"Cannot query field "unknown" on type "Query". (1:3)"#
            ])
    }

    @Test func `only queries have introspection`() throws {
        let found = try complaints(.fieldsOnCorrectType, "mutation { __schema { description } }")
        #expect(
            found == [
                #"Cannot query field "__schema" on type "Mutation". (1:12)"#
            ])
    }

    @Test func `the alias is not looked up`() throws {
        let found = try complaints(.fieldsOnCorrectType, "{ movie(id: 1) { title: nothing } }")
        #expect(
            found == [
                #"Cannot query field "nothing" on type "Movie". (1:18)"#
            ])
    }
}
