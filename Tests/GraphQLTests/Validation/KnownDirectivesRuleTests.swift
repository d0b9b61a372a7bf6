import GraphQL
import Testing

@Suite struct KnownDirectivesRuleTests {
    @Test func `directives stand where they may`() throws {
        let found = try complaints(
            .knownDirectives,
            #"query ($a: Int @note(text: "a")) @onQuery { movie(id: 1) @skip(if: true) { ... @include(if: true) { id } } }"#
        )
        #expect(found.isEmpty)
    }

    @Test func `unknown ones are named`() throws {
        let found = try complaints(.knownDirectives, "{ movie(id: 1) @unknown { id } }")
        #expect(
            found == [
                #"Unknown directive "@unknown". (1:16)"#
            ])
    }

    @Test func `every place has a name`() throws {
        let found = try complaints(
            .knownDirectives,
            """
            query A($a: Int @skip(if: true)) @skip(if: true) { movie(id: 1) @onQuery { ... @onQuery { id } ...F @onQuery } }
            mutation @onQuery { tags }
            subscription @onQuery { ticks }
            fragment F on Movie @onQuery { id }
            """)
        #expect(
            found == [
                #"Directive "@skip" may not be used on QUERY. (1:34)"#,
                #"Directive "@skip" may not be used on VARIABLE_DEFINITION. (1:17)"#,
                #"Directive "@onQuery" may not be used on FIELD. (1:65)"#,
                #"Directive "@onQuery" may not be used on INLINE_FRAGMENT. (1:80)"#,
                #"Directive "@onQuery" may not be used on FRAGMENT_SPREAD. (1:101)"#,
                #"Directive "@onQuery" may not be used on MUTATION. (2:10)"#,
                #"Directive "@onQuery" may not be used on SUBSCRIPTION. (3:14)"#,
                #"Directive "@onQuery" may not be used on FRAGMENT_DEFINITION. (4:21)"#,
            ])
    }
}
