extension Parser {
    /// Document: Definition+
    mutating func document() throws(SyntaxError) {
        let node = open(.document)
        repeat { try definition() } while token.kind != .endOfFile
        close(node)
    }

    /// Definition: SelectionSet | Description? (OperationDefinition | FragmentDefinition | TypeSystemDefinition) |
    /// TypeSystemExtension
    private mutating func definition() throws(SyntaxError) {
        if token.kind == .leftBrace {
            let node = open(.operationDefinition, .isShorthand)
            try selectionSet()
            return close(node)
        }
        let descriptionStart = token.kind.isString ? Int(token.start) : nil
        // What it is shows only behind the description, which is its first child.
        let node = open(.operationDefinition)
        description()
        guard token.kind == .name else {
            if let descriptionStart, token.kind == .leftBrace {
                throw SyntaxError(
                    "Unexpected description, descriptions are not supported on shorthand queries.",
                    at: descriptionStart
                )
            }
            throw unexpected()
        }
        let keyword = tokenText
        if let operation = OperationKind(keyword: keyword) {
            decide(node, .operationDefinition, SyntaxFlags(operation: operation))
            try operationDefinition()
        } else if keyword == "fragment" {
            decide(node, .fragmentDefinition)
            try fragmentDefinition()
        } else if let kind = Self.typeSystemDefinitionKind(keyword) {
            decide(node, kind)
            try typeSystemDefinition(node)
        } else if let descriptionStart {
            throw SyntaxError(
                "Unexpected description, descriptions are supported only on type definitions.",
                at: descriptionStart
            )
        } else if keyword == "extend" {
            try typeSystemExtension(node)
        } else {
            throw unexpected()
        }
        close(node)
    }

    /// Description: StringValue
    mutating func description() {
        if token.kind.isString { string() }
    }

    /// OperationDefinition: OperationType Name? VariablesDefinition? Directives? SelectionSet
    private mutating func operationDefinition() throws(SyntaxError) {
        advance()
        if token.kind == .name { try name() }
        try variablesDefinition()
        try directives(isConstant: false)
        try selectionSet()
    }

    /// FragmentDefinition: `fragment` FragmentName TypeCondition Directives? SelectionSet
    private mutating func fragmentDefinition() throws(SyntaxError) {
        advance()
        try fragmentName()
        try expectKeyword("on")
        try namedType()
        try directives(isConstant: false)
        try selectionSet()
    }

    /// FragmentName: Name but not `on`
    private mutating func fragmentName() throws(SyntaxError) {
        if isKeyword("on") { throw unexpected() }
        try name()
    }

    /// VariablesDefinition: `(` VariableDefinition+ `)`
    private mutating func variablesDefinition() throws(SyntaxError) {
        guard skip(.leftParenthesis) else { return }
        repeat { try variableDefinition() } while !skip(.rightParenthesis)
    }

    /// VariableDefinition: Description? Variable `:` Type DefaultValue? Directives[Const]?
    private mutating func variableDefinition() throws(SyntaxError) {
        let node = open(.variableDefinition)
        description()
        try variable()
        try expect(.colon)
        try type()
        try defaultValue()
        try directives(isConstant: true)
        close(node)
    }

    /// SelectionSet: `{` Selection+ `}`
    private mutating func selectionSet() throws(SyntaxError) {
        try descend()
        let node = open(.selectionSet)
        try expect(.leftBrace)
        repeat {
            if token.kind == .spread { try fragment() } else { try field() }
        } while !skip(.rightBrace)
        close(node)
        ascend()
    }

    /// Field: Alias? Name Arguments? Directives? SelectionSet?
    private mutating func field() throws(SyntaxError) {
        let node = open(.field)
        try name()
        if skip(.colon) {
            addFlag(.hasAlias, to: node)
            try name()
        }
        if token.kind == .leftParenthesis { try arguments(isConstant: false) }
        if token.kind == .at { try directives(isConstant: false) }
        if token.kind == .leftBrace { try selectionSet() }
        close(node)
    }

    /// FragmentSpread: `...` FragmentName Directives?
    ///
    /// InlineFragment: `...` TypeCondition? Directives? SelectionSet
    private mutating func fragment() throws(SyntaxError) {
        let node = open(.inlineFragment)
        advance()
        if token.kind == .name, !isKeyword("on") {
            decide(node, .fragmentSpread)
            try name()
            try directives(isConstant: false)
        } else {
            if skipKeyword("on") { try namedType() }
            try directives(isConstant: false)
            try selectionSet()
        }
        close(node)
    }

    /// Arguments: `(` Argument+ `)`
    mutating func arguments(isConstant: Bool) throws(SyntaxError) {
        guard skip(.leftParenthesis) else { return }
        repeat { try nameAndValue(.argument, isConstant: isConstant) } while !skip(.rightParenthesis)
    }

    /// Argument: Name `:` Value
    ///
    /// ObjectField: Name `:` Value
    mutating func nameAndValue(_ kind: SyntaxKind, isConstant: Bool) throws(SyntaxError) {
        let node = open(kind)
        try name()
        try expect(.colon)
        try value(isConstant: isConstant)
        close(node)
    }

    /// Directives: Directive+
    ///
    /// Directive: `@` Name Arguments?
    mutating func directives(isConstant: Bool) throws(SyntaxError) {
        while token.kind == .at {
            let node = open(.directive)
            advance()
            try name()
            try arguments(isConstant: isConstant)
            close(node)
        }
    }
}

extension OperationKind {
    /// The operation that a keyword begins.
    init?(keyword: String) {
        guard let kind = Self.allCases.first(where: { $0.keyword == keyword }) else { return nil }
        self = kind
    }
}
