import GraphQL
import Testing

@Suite struct SyntaxAccessorsTests {
    private func definition(_ text: String) throws -> Syntax {
        try #require(try parse(Source(text)).root.children.first { _ in true })
    }

    @Test func `an operation knows its name, variables, directives and selections`() throws {
        let operation = try definition(#""d" query Q("v" $a: [I] = 1 @c, $e: J = 2) @f @g { h }"#)
        #expect(operation.nameText == "Q")
        #expect(operation.description?.stringValue == "d")
        #expect(operation.directives.map(\.nameText) == ["f", "g"])
        #expect(operation.selectionSet?.children.map(\.nameText) == ["h"])
        let variables = Array(operation.variableDefinitions)
        #expect(variables.map(\.nameText) == ["a", "e"])
        #expect(variables.map { $0.variable?.text } == ["$a", "$e"])
        #expect(variables.map { $0.type?.text } == ["[I]", "J"])
        #expect(variables.map { $0.value?.text } == ["1", "2"])
        #expect(variables.map { $0.description?.stringValue } == ["v", nil])
    }

    @Test func `a variable definition without default has no value`() throws {
        let operation = try definition(#"query ("text" $a: I @d) { a }"#)
        #expect(operation.variableDefinitions.map { $0.value?.text } == [nil])
        #expect(operation.name == nil)
        #expect(operation.nameText == "")
    }

    @Test func `a field knows its alias, name, response key and arguments`() throws {
        let fields =
            try definition(#"{ a: b(c: $d, e: "f") @g { h } i }"#).selectionSet.map { Array($0.children) } ?? []
        #expect(fields.map { $0.alias?.text } == ["a", nil])
        #expect(fields.map(\.nameText) == ["b", "i"])
        #expect(fields.map(\.responseKey) == ["a", "i"])
        #expect(fields[0].arguments.map(\.nameText) == ["c", "e"])
        #expect(fields[0].arguments.map { $0.value?.text } == ["$d", #""f""#])
        #expect(fields[0].arguments.map { $0.description } == [nil, nil])
        #expect(fields[1].selectionSet == nil)
    }

    @Test func `a fragment knows the type it applies to`() throws {
        #expect(try definition("fragment F on T { a }").typeCondition?.nameText == "T")
        let selections = try definition("{ ... on T { a } ... { b } }").selectionSet.map { Array($0.children) } ?? []
        #expect(selections.map { $0.typeCondition?.nameText } == ["T", nil])
    }

    @Test func `a type reference has the name inside its wrappers`() throws {
        #expect(try parseType(Source("[[A!]]!")).root.nameText == "A")
    }

    @Test func `values of lists and objects are no descriptions`() throws {
        #expect(try parseValue(Source(#"["a"]"#)).root.description == nil)
        let object = try parseValue(Source(#"{a: "b"}"#)).root
        #expect(object.firstChild(.objectField)?.description == nil)
        #expect(object.firstChild(.objectField)?.value?.stringValue == "b")
    }

    @Test func `definitions of types know their descriptions, types and defaults`() throws {
        let type = try definition(#""d" type T implements I @x { "f" g("a" b: [C!] = "v" @y): D! @z }"#)
        let field = try #require(type.firstChild(.fieldDefinition))
        let argument = try #require(field.firstChild(.inputValueDefinition))
        #expect(type.description?.stringValue == "d")
        #expect(type.nameText == "T")
        #expect(field.description?.stringValue == "f")
        #expect(field.nameText == "g")
        #expect(field.type?.text == "D!")
        #expect(argument.description?.stringValue == "a")
        #expect(argument.type?.text == "[C!]")
        #expect(argument.value?.stringValue == "v")
        #expect(argument.directives.map(\.nameText) == ["y"])
    }

    @Test func `nodes are equal if they are the same place of the same document`() throws {
        let document = try parse(Source("{ a a }"))
        #expect(document.root == document.root)
        #expect(document.root != (try parse(Source("{ a a }"))).root)
    }
}
