import GraphQL
import Testing

@Suite struct ParserTests {
    @Test(arguments: [
        (
            "{ id poster: image(size: 2) }",
            """
            operationDefinition(selectionSet(field(name:id) \
            field(name:poster name:image argument(name:size intValue:2))))
            """
        ),
        (
            #""d" mutation M("v" $a: [T!]! = [] @v, $b: I) @d(x: $a) { f }"#,
            """
            operationDefinition(stringValue:"d" name:M \
            variableDefinition(stringValue:"v" variable(name:a) \
            nonNullType(listType(nonNullType(namedType(name:T)))) listValue:[] directive(name:v)) \
            variableDefinition(variable(name:b) namedType(name:I)) \
            directive(name:d argument(name:x variable(name:a))) selectionSet(field(name:f)))
            """
        ),
        (
            "{ ...F @d ... on T { a } ... { b } ... @c { on } }",
            """
            operationDefinition(selectionSet(fragmentSpread(name:F directive(name:d)) \
            inlineFragment(namedType(name:T) selectionSet(field(name:a))) \
            inlineFragment(selectionSet(field(name:b))) \
            inlineFragment(directive(name:c) selectionSet(field(name:on)))))
            """
        ),
        (
            #""d" fragment F on T @d { a }"#,
            """
            fragmentDefinition(stringValue:"d" name:F namedType(name:T) directive(name:d) \
            selectionSet(field(name:a)))
            """
        ),
    ])
    func `executable definitions become nodes in source order`(text: String, expected: String) throws {
        #expect(try parse(Source(text)).root.outline == "document(\(expected))")
    }

    @Test(arguments: [
        (
            #""d" schema @a { query: Q }"#,
            #"schemaDefinition(stringValue:"d" directive(name:a) operationTypeDefinition(namedType(name:Q)))"#
        ),
        ("scalar S @a", "scalarTypeDefinition(name:S directive(name:a))"),
        (
            #"type T implements & I & J @a { "f" g(a: I = 1 @b): R @c }"#,
            """
            objectTypeDefinition(name:T namedType(name:I) namedType(name:J) directive(name:a) \
            fieldDefinition(stringValue:"f" name:g \
            inputValueDefinition(name:a namedType(name:I) intValue:1 directive(name:b)) \
            namedType(name:R) directive(name:c)))
            """
        ),
        ("type Empty", "objectTypeDefinition(name:Empty)"),
        (
            "interface I implements J { a: B }",
            "interfaceTypeDefinition(name:I namedType(name:J) fieldDefinition(name:a namedType(name:B)))"
        ),
        (
            "union U @a = | A | B",
            "unionTypeDefinition(name:U directive(name:a) namedType(name:A) namedType(name:B))"
        ),
        (
            #"enum E { A "b" B @c }"#,
            #"enumTypeDefinition(name:E enumValueDefinition(name:A) enumValueDefinition(stringValue:"b" name:B directive(name:c)))"#
        ),
        (
            "input N @oneOf { a: [N] = {} }",
            """
            inputObjectTypeDefinition(name:N directive(name:oneOf) \
            inputValueDefinition(name:a listType(namedType(name:N)) objectValue:{}))
            """
        ),
        (
            "directive @r(a: I) repeatable on | FIELD | QUERY",
            """
            directiveDefinition(name:r inputValueDefinition(name:a namedType(name:I)) \
            directiveLocation:FIELD directiveLocation:QUERY)
            """
        ),
        ("extend schema @a", "schemaExtension(directive(name:a))"),
        ("extend schema { mutation: M }", "schemaExtension(operationTypeDefinition(namedType(name:M)))"),
        ("extend scalar S @a", "scalarTypeExtension(name:S directive(name:a))"),
        ("extend type T implements I", "objectTypeExtension(name:T namedType(name:I))"),
        ("extend interface I @a", "interfaceTypeExtension(name:I directive(name:a))"),
        ("extend union U = A", "unionTypeExtension(name:U namedType(name:A))"),
        ("extend enum E { A }", "enumTypeExtension(name:E enumValueDefinition(name:A))"),
        (
            "extend input N { a: B }",
            "inputObjectTypeExtension(name:N inputValueDefinition(name:a namedType(name:B)))"
        ),
    ])
    func `type system definitions become nodes in source order`(text: String, expected: String) throws {
        #expect(try parse(Source(text)).root.outline == "document(\(expected))")
    }

    @Test(arguments: [
        ("1", "intValue:1"), ("-1.5e3", "floatValue:-1.5e3"), (#""s""#, #"stringValue:"s""#),
        ("true", "booleanValue:true"), ("false", "booleanValue:false"), ("null", "nullValue:null"),
        ("nullable", "enumValue:nullable"), ("$v", "variable(name:v)"), ("[]", "listValue:[]"),
        ("[1 [A, $b]]", "listValue(intValue:1 listValue(enumValue:A variable(name:b)))"),
        ("{a: {b: 1}}", "objectValue(objectField(name:a objectValue(objectField(name:b intValue:1))))"),
    ])
    func `a value alone is the root of its document`(text: String, expected: String) throws {
        #expect(try parseValue(Source(text)).root.outline == expected)
    }

    @Test(arguments: [
        ("A", "namedType(name:A)"), ("A!", "nonNullType(namedType(name:A))"), ("[A]", "listType(namedType(name:A))"),
        ("[[A!]]!", "nonNullType(listType(listType(nonNullType(namedType(name:A)))))"),
    ])
    func `a type alone is the root of its document`(text: String, expected: String) throws {
        #expect(try parseType(Source(text)).root.outline == expected)
    }

    @Test(arguments: [
        ("Movie", "typeCoordinate(name:Movie)"),
        ("Movie.title", "memberCoordinate(name:Movie name:title)"),
        ("Query.movie(id:)", "argumentCoordinate(name:Query name:movie name:id)"),
        ("@skip", "directiveCoordinate(name:skip)"),
        ("@skip(if:)", "directiveArgumentCoordinate(name:skip name:if)"),
    ])
    func `a schema coordinate says what it points at`(text: String, expected: String) throws {
        #expect(try parseSchemaCoordinate(Source(text)).root.outline == expected)
    }

    @Test func `flags tell what children do not`() throws {
        let text = #"mutation { a: b } { c } directive @d repeatable on FIELD schema { subscription: S }"#
        let definitions = Array(try parse(Source(text)).root.children)
        #expect(definitions[0].operation == .mutation)
        #expect(!definitions[0].flags.contains(.isShorthand))
        #expect(definitions[1].flags.contains(.isShorthand))
        #expect(definitions[2].flags.contains(.isRepeatable))
        #expect(definitions[3].firstChild(.operationTypeDefinition)?.operation == .subscription)
        #expect(definitions[0].selectionSet?.firstChild(.field)?.flags.contains(.hasAlias) == true)
        #expect(try parseValue(Source(#""""b""""#)).root.flags.contains(.isBlock))
    }

    @Test func `nodes cover the text they were read from`() throws {
        let document = try parse(Source("query Q($a: [I!]! = [1]) {\n  f(x: {y: $a}) @d { g }\n}  # end"))
        let texts = document.nodes.indices.map { Syntax(document: document, index: $0) }
            .filter { $0.kind != .name && $0.kind != .document }.map { "\($0.kind) \($0.text)" }
        #expect(
            texts == [
                "operationDefinition query Q($a: [I!]! = [1]) {\n  f(x: {y: $a}) @d { g }\n}",
                "variableDefinition $a: [I!]! = [1]", "variable $a", "nonNullType [I!]!", "listType [I!]",
                "nonNullType I!", "namedType I", "listValue [1]", "intValue 1",
                "selectionSet {\n  f(x: {y: $a}) @d { g }\n}", "field f(x: {y: $a}) @d { g }", "argument x: {y: $a}",
                "objectValue {y: $a}", "objectField y: $a", "variable $a", "directive @d", "selectionSet { g }",
                "field g",
            ])
    }
}
