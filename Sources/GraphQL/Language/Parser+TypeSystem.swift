/// Type system definitions (specification section 3). Every method but the first is called behind the description and
/// at the definition's keyword; the node is open already.
extension Parser {
    /// TypeSystemDefinition: SchemaDefinition | TypeDefinition | DirectiveDefinition
    mutating func typeSystemDefinition(_ node: Int, _ keyword: String) throws(SyntaxError) {
        switch keyword {
        case "schema": decide(node, .schemaDefinition)
        case "scalar": decide(node, .scalarTypeDefinition)
        case "type": decide(node, .objectTypeDefinition)
        case "interface": decide(node, .interfaceTypeDefinition)
        case "union": decide(node, .unionTypeDefinition)
        case "enum": decide(node, .enumTypeDefinition)
        case "input": decide(node, .inputObjectTypeDefinition)
        case "directive": decide(node, .directiveDefinition)
        default: throw unexpected()
        }
        try advance()
        switch nodes[node].kind {
        case .schemaDefinition:
            try directives(isConstant: true)
            guard token.kind == .leftBrace else { throw expected(TokenKind.leftBrace.description) }
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
        guard try skip(.leftBrace) else { return }
        repeat {
            guard token.kind == .name else { throw expected(TokenKind.name.description) }
            guard let operation = OperationKind(keyword: tokenText) else { throw unexpected() }
            let node = open(.operationTypeDefinition, SyntaxFlags(operation: operation))
            try advance()
            try expect(.colon)
            try namedType()
            close(node)
        } while try !skip(.rightBrace)
    }

    /// ImplementsInterfaces: `implements` `&`? NamedType (`&` NamedType)*
    private mutating func implementsInterfaces() throws(SyntaxError) {
        guard try skipKeyword("implements") else { return }
        _ = try skip(.ampersand)
        repeat { try namedType() } while try skip(.ampersand)
    }

    /// FieldsDefinition: `{` FieldDefinition+ `}`
    ///
    /// FieldDefinition: Description? Name ArgumentsDefinition? `:` Type Directives[Const]?
    private mutating func fieldsDefinition() throws(SyntaxError) {
        guard try skip(.leftBrace) else { return }
        repeat {
            let node = open(.fieldDefinition)
            try description()
            try name()
            try inputValueDefinitions(.leftParenthesis, .rightParenthesis)
            try expect(.colon)
            try type()
            try directives(isConstant: true)
            close(node)
        } while try !skip(.rightBrace)
    }

    /// ArgumentsDefinition: `(` InputValueDefinition+ `)`
    ///
    /// InputFieldsDefinition: `{` InputValueDefinition+ `}`
    ///
    /// InputValueDefinition: Description? Name `:` Type DefaultValue? Directives[Const]?
    private mutating func inputValueDefinitions(_ first: TokenKind, _ last: TokenKind) throws(SyntaxError) {
        guard try skip(first) else { return }
        repeat {
            let node = open(.inputValueDefinition)
            try description()
            try name()
            try expect(.colon)
            try type()
            try defaultValue()
            try directives(isConstant: true)
            close(node)
        } while try !skip(last)
    }

    /// UnionMemberTypes: `=` `|`? NamedType (`|` NamedType)*
    private mutating func unionMemberTypes() throws(SyntaxError) {
        guard try skip(.equals) else { return }
        _ = try skip(.pipe)
        repeat { try namedType() } while try skip(.pipe)
    }

    /// EnumValuesDefinition: `{` EnumValueDefinition+ `}`
    ///
    /// EnumValueDefinition: Description? (Name but not `true`, `false`, `null`) Directives[Const]?
    private mutating func enumValuesDefinition() throws(SyntaxError) {
        guard try skip(.leftBrace) else { return }
        repeat {
            let node = open(.enumValueDefinition)
            try description()
            if isKeyword("true") || isKeyword("false") || isKeyword("null") {
                throw SyntaxError(
                    "\(tokenDescription) is reserved and cannot be used for an enum value.",
                    at: Int(token.start)
                )
            }
            try name()
            try directives(isConstant: true)
            close(node)
        } while try !skip(.rightBrace)
    }

    /// DirectiveDefinition: Description? `directive` `@` Name ArgumentsDefinition? `repeatable`? `on` `|`?
    /// DirectiveLocation (`|` DirectiveLocation)*
    private mutating func directiveDefinition(_ node: Int) throws(SyntaxError) {
        try expect(.at)
        try name()
        try inputValueDefinitions(.leftParenthesis, .rightParenthesis)
        if try skipKeyword("repeatable") { addFlag(.isRepeatable, to: node) }
        try expectKeyword("on")
        _ = try skip(.pipe)
        repeat {
            guard token.kind == .name else { throw expected(TokenKind.name.description) }
            guard DirectiveLocation(rawValue: tokenText) != nil else { throw unexpected() }
            try leaf(.directiveLocation)
        } while try skip(.pipe)
    }
}
