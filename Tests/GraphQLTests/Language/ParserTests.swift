import GraphQL
import Testing

@Suite struct ParserTests {
    @Test func `a shorthand query is an operation with a selection set alone`() throws {
        let document = try parse(Source("{ id poster: image(size: 2) }"))
        #expect(
            document.root.outline == """
                document(operationDefinition(selectionSet(field(name:id) \
                field(name:poster name:image argument(name:size intValue:2)))))
                """)
    }

    @Test func `definitions of every kind are read`() throws {
        let document = try parse(
            Source(
                """
                "Root" schema @a { query: Q }
                scalar S @specifiedBy(url: "u")
                type T implements & I & J @d { "field" f(a: [Int!]! = [1]): T! @x }
                interface I implements J { f: T }
                union U = | A | B
                enum E { A "b" B @deprecated }
                input N @oneOf { a: N = { b: null } }
                directive @r(a: Int) repeatable on | FIELD | QUERY
                extend type T @z
                extend schema { mutation: M }
                "op" query Q("v" $a: [T!]! = [] @v) @d { ...F ... on T { a } ... @include(if: $a) { b } }
                "fragment" fragment F on T @d { a }
                """))
        let kinds = document.root.children.map(\.kind)
        #expect(
            kinds == [
                .schemaDefinition, .scalarTypeDefinition, .objectTypeDefinition, .interfaceTypeDefinition,
                .unionTypeDefinition, .enumTypeDefinition, .inputObjectTypeDefinition, .directiveDefinition,
                .objectTypeExtension, .schemaExtension, .operationDefinition, .fragmentDefinition,
            ])
        let type = try #require(document.root.children.dropFirst(2).first { _ in true })
        #expect(
            type.outline == """
                objectTypeDefinition(name:T namedType(name:I) namedType(name:J) directive(name:d) \
                fieldDefinition(stringValue:"field" name:f inputValueDefinition(name:a \
                nonNullType(listType(nonNullType(namedType(name:Int)))) listValue(intValue:1)) \
                nonNullType(namedType(name:T)) directive(name:x)))
                """)
    }
}
