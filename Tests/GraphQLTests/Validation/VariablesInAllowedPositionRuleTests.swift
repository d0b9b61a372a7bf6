import GraphQL
import Testing

@Suite struct VariablesInAllowedPositionRuleTests {
    @Test func `equal and stricter types fit`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            #"query ($a: ID!, $b: Int!, $c: [ID!]!) { movie(id: $a) { related(first: $b) { id } } titles(filter: { text: "a", genres: $c }) { id } }"#
        )
        #expect(found.isEmpty)
    }

    @Test func `a default on either side makes a nullable variable fit`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            #"query ($a: ID = 1, $b: Unit, $c: Boolean) { movie(id: $a) { runtime(unit: $b) } titles(filter: { text: "a", fuzzy: $c }) { id } }"#
        )
        #expect(found.isEmpty)
    }

    @Test func `a nullable variable needs one`() throws {
        let found = try complaints(
            .variablesInAllowedPosition, "query ($a: ID, $b: ID = null) { movie(id: $a) { id } show(id: $b) { id } }")
        #expect(
            found == [
                #"Variable "$a" of type "ID" used in position expecting type "ID!". (1:8) (1:43)"#,
                #"Variable "$b" of type "ID" used in position expecting type "ID!". (1:16) (1:63)"#,
            ])
    }

    @Test func `types differ by name and by list`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            #"query ($a: String!, $b: [Int], $c: Int) { movie(id: $a) { id } titles(first: $b, filter: { text: "a", years: $c }) { id } }"#
        )
        #expect(
            found == [
                #"Variable "$a" of type "String!" used in position expecting type "ID!". (1:8) (1:53)"#,
                #"Variable "$b" of type "[Int]" used in position expecting type "Int". (1:21) (1:78)"#,
                #"Variable "$c" of type "Int" used in position expecting type "[Int]". (1:32) (1:110)"#,
            ])
    }

    @Test func `items of lists are positions`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            #"query ($a: Int) { titles(filter: { text: "a", years: [$a], genres: [$a] }) { id } }"#)
        #expect(
            found == [
                #"Variable "$a" of type "Int" used in position expecting type "ID!". (1:8) (1:69)"#
            ])
    }

    @Test func `a oneOf input wants a variable that cannot be null`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            "query ($a: ID, $b: ID!) { a: title(by: { id: $a }) { id } b: title(by: { id: $b }) { id } }")
        #expect(
            found == [
                #"Variable "$a" is of type "ID" but must be non-nullable to be used for OneOf Input Object "TitleBy". (1:8) (1:46)"#
            ])
    }

    @Test func `usages in fragments count`() throws {
        let found = try complaints(
            .variablesInAllowedPosition,
            """
            query A($a: Int) { movie(id: 1) { ...F } }
            fragment F on Movie { runtime(unit: $a) }
            """)
        #expect(
            found == [
                #"Variable "$a" of type "Int" used in position expecting type "Unit!". (1:9) (2:37)"#
            ])
    }
}
