/// Type system definitions (specification section 3).
extension Parser {
    /// Which definition the token, a keyword, begins; nil if none.
    var typeSystemDefinitionKind: SyntaxKind? {
        if isKeyword("type") { return .objectTypeDefinition }
        if isKeyword("input") { return .inputObjectTypeDefinition }
        if isKeyword("enum") { return .enumTypeDefinition }
        if isKeyword("interface") { return .interfaceTypeDefinition }
        if isKeyword("union") { return .unionTypeDefinition }
        if isKeyword("scalar") { return .scalarTypeDefinition }
        if isKeyword("directive") { return .directiveDefinition }
        return isKeyword("schema") ? .schemaDefinition : nil
    }

    /// TypeSystemDefinition: SchemaDefinition | TypeDefinition | DirectiveDefinition
    ///
    /// Read from the keyword on, into a node that is open already.
    mutating func typeSystemDefinition(_ node: Int) throws(SyntaxError) {
        advance(to: endOfName)
        switch nodes[node].kind {
        case .schemaDefinition:
            try directives(isConstant: true)
            guard sees(.leftBrace) else { throw expected(.leftBrace) }
            try operationTypeDefinitions()
        case .directiveDefinition: try directiveDefinition(node)
        case let kind: try typeBody(kind)
        }
    }

    /// What follows the keyword of a type's definition or extension.
    mutating func typeBody(_ kind: SyntaxKind) throws(SyntaxError) {
        try name()
        switch kind {
        case .objectTypeDefinition, .interfaceTypeDefinition, .objectTypeExtension, .interfaceTypeExtension:
            try implementsInterfaces()
            try directives(isConstant: true)
            try fieldsDefinition()
        case .unionTypeDefinition, .unionTypeExtension:
            try directives(isConstant: true)
            try unionMemberTypes()
        case .enumTypeDefinition, .enumTypeExtension:
            try directives(isConstant: true)
            try enumValuesDefinition()
        case .inputObjectTypeDefinition, .inputObjectTypeExtension:
            try directives(isConstant: true)
            try inputValueDefinitions(.leftBrace, .rightBrace)
        default:
            try directives(isConstant: true)
        }
    }

    /// `{` RootOperationTypeDefinition+ `}`, if any
    ///
    /// RootOperationTypeDefinition: OperationType `:` NamedType
    mutating func operationTypeDefinitions() throws(SyntaxError) {
        guard skip(.leftBrace) else { return }
        repeat {
            let node = open(.operationTypeDefinition)
            guard isName else { throw expected(.name) }
            guard let operation = operationKeyword() else { throw unexpectedName() }
            addFlag(SyntaxFlags(operation: operation), to: node)
            try expect(.colon)
            try namedType()
            close(node)
        } while !skip(.rightBrace)
    }

    /// ImplementsInterfaces: `implements` `&`? NamedType (`&` NamedType)*
    private mutating func implementsInterfaces() throws(SyntaxError) {
        guard skipKeyword("implements") else { return }
        _ = skip(.ampersand)
        repeat { try namedType() } while skip(.ampersand)
    }

    /// FieldsDefinition: `{` FieldDefinition+ `}`
    ///
    /// FieldDefinition: Description? Name ArgumentsDefinition? `:` Type Directives[Const]?
    private mutating func fieldsDefinition() throws(SyntaxError) {
        guard skip(.leftBrace) else { return }
        repeat {
            let node = open(.fieldDefinition)
            try description()
            try name()
            try inputValueDefinitions(.leftParenthesis, .rightParenthesis)
            try expect(.colon)
            try type()
            try directives(isConstant: true)
            close(node)
        } while !skip(.rightBrace)
    }

    /// ArgumentsDefinition: `(` InputValueDefinition+ `)`
    ///
    /// InputFieldsDefinition: `{` InputValueDefinition+ `}`
    ///
    /// InputValueDefinition: Description? Name `:` Type DefaultValue? Directives[Const]?
    private mutating func inputValueDefinitions(_ first: TokenKind, _ last: TokenKind) throws(SyntaxError) {
        guard skip(first) else { return }
        repeat {
            let node = open(.inputValueDefinition)
            try description()
            try name()
            try expect(.colon)
            try type()
            try defaultValue()
            try directives(isConstant: true)
            close(node)
        } while !skip(last)
    }

    /// UnionMemberTypes: `=` `|`? NamedType (`|` NamedType)*
    private mutating func unionMemberTypes() throws(SyntaxError) {
        guard skip(.equals) else { return }
        _ = skip(.pipe)
        repeat { try namedType() } while skip(.pipe)
    }

    /// EnumValuesDefinition: `{` EnumValueDefinition+ `}`
    ///
    /// EnumValueDefinition: Description? (Name but not `true`, `false`, `null`) Directives[Const]?
    private mutating func enumValuesDefinition() throws(SyntaxError) {
        guard skip(.leftBrace) else { return }
        repeat {
            let node = open(.enumValueDefinition)
            try description()
            if isKeyword("true") || isKeyword("false") || isKeyword("null") {
                throw complaint { "\($0) is reserved and cannot be used for an enum value." }
            }
            try name()
            try directives(isConstant: true)
            close(node)
        } while !skip(.rightBrace)
    }

    /// DirectiveDefinition: Description? `directive` `@` Name ArgumentsDefinition? `repeatable`? `on` `|`?
    /// DirectiveLocation (`|` DirectiveLocation)*
    private mutating func directiveDefinition(_ node: Int) throws(SyntaxError) {
        try expect(.at)
        try name()
        try inputValueDefinitions(.leftParenthesis, .rightParenthesis)
        if skipKeyword("repeatable") { addFlag(.isRepeatable, to: node) }
        try expectKeyword("on")
        _ = skip(.pipe)
        repeat {
            guard isName else { throw expected(.name) }
            let location = lexer.bytes.text(offset..<endOfName)
            guard DirectiveLocation(rawValue: location) != nil else { throw unexpectedName() }
            nameLeaf(.directiveLocation)
        } while skip(.pipe)
    }
}
