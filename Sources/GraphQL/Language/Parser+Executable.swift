extension Parser {
    /// Document: Definition+
    mutating func document() throws(SyntaxError) {
        let node = open(.document)
        repeat { try definition() } while !isAtEnd
        close(node)
    }

    /// Definition: SelectionSet | Description? (OperationDefinition | FragmentDefinition | TypeSystemDefinition) |
    /// TypeSystemExtension
    private mutating func definition() throws(SyntaxError) {
        if sees(.leftBrace) {
            let node = open(.operationDefinition, .isShorthand)
            try selectionSet()
            return close(node)
        }
        let descriptionStart = isString ? offset : nil
        // What it is shows only behind the description, which is its first child.
        let node = open(.operationDefinition)
        try description()
        guard isName else {
            if let descriptionStart, sees(.leftBrace) {
                throw SyntaxError(
                    "Unexpected description, descriptions are not supported on shorthand queries.",
                    at: descriptionStart
                )
            }
            throw unexpected()
        }
        if let operation = operationKeyword() {
            addFlag(SyntaxFlags(operation: operation), to: node)
            try operationDefinition()
        } else if skipKeyword("fragment") {
            decide(node, .fragmentDefinition)
            try fragmentDefinition()
        } else if let kind = typeSystemDefinitionKind {
            decide(node, kind)
            try typeSystemDefinition(node)
        } else if let descriptionStart {
            throw SyntaxError(
                "Unexpected description, descriptions are supported only on type definitions.",
                at: descriptionStart
            )
        } else if skipKeyword("extend") {
            try typeSystemExtension(node)
        } else {
            throw unexpected()
        }
        close(node)
    }

    /// Description: StringValue
    @inline(__always) mutating func description() throws(SyntaxError) {
        if isString { try string() }
    }

    /// OperationType: one of `query` `mutation` `subscription`
    mutating func operationKeyword() -> OperationKind? {
        if skipKeyword("query") { return .query }
        if skipKeyword("mutation") { return .mutation }
        return skipKeyword("subscription") ? .subscription : nil
    }

    /// OperationDefinition: OperationType Name? VariablesDefinition? Directives? SelectionSet
    ///
    /// Read from behind the keyword on.
    private mutating func operationDefinition() throws(SyntaxError) {
        if isName { try name() }
        try variablesDefinition()
        try directives(isConstant: false)
        try selectionSet()
    }

    /// FragmentDefinition: `fragment` FragmentName TypeCondition Directives? SelectionSet
    ///
    /// Read from behind the keyword on.
    private mutating func fragmentDefinition() throws(SyntaxError) {
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
        try description()
        try variable()
        try expect(.colon)
        try type()
        try defaultValue()
        try directives(isConstant: true)
        close(node)
    }

    /// SelectionSet: `{` Selection+ `}`
    ///
    /// Field: Alias? Name Arguments? Directives? SelectionSet?
    private mutating func selectionSet() throws(SyntaxError) {
        try descend()
        let node = open(.selectionSet)
        try expect(.leftBrace)
        repeat {
            if sees(.dot) {
                try fragment()
            } else {
                let field = try openNamed(.field)
                // Most fields are a name and nothing else.
                if !isName, !sees(.rightBrace) { try restOfField(field) }
            }
        } while !skip(.rightBrace)
        close(node)
        ascend()
    }

    /// What may follow a field's first name.
    @inline(never) private mutating func restOfField(_ node: Int) throws(SyntaxError) {
        if skip(.colon) {
            addFlag(.hasAlias, to: node)
            try name()
        }
        try arguments(isConstant: false)
        try directives(isConstant: false)
        if sees(.leftBrace) { try selectionSet() }
        close(node)
    }

    /// FragmentSpread: `...` FragmentName Directives?
    ///
    /// InlineFragment: `...` TypeCondition? Directives? SelectionSet
    private mutating func fragment() throws(SyntaxError) {
        let node = open(.inlineFragment)
        advance(to: Int(try lexer.dots(at: offset).end))
        if skipKeyword("on") {
            try namedType()
        } else if isName {
            decide(node, .fragmentSpread)
            try name()
            try directives(isConstant: false)
            return close(node)
        }
        try directives(isConstant: false)
        try selectionSet()
        close(node)
    }

    /// Arguments: `(` Argument+ `)`
    @inline(__always) mutating func arguments(isConstant: Bool) throws(SyntaxError) {
        if sees(.leftParenthesis) { try argumentList(isConstant: isConstant) }
    }

    private mutating func argumentList(isConstant: Bool) throws(SyntaxError) {
        advance()
        repeat { try nameAndValue(.argument, isConstant: isConstant) } while !skip(.rightParenthesis)
    }

    /// Argument: Name `:` Value
    ///
    /// ObjectField: Name `:` Value
    mutating func nameAndValue(_ kind: SyntaxKind, isConstant: Bool) throws(SyntaxError) {
        let node = try openNamed(kind)
        try expect(.colon)
        try value(isConstant: isConstant)
        close(node)
    }

    /// Directives: Directive+
    ///
    /// Directive: `@` Name Arguments?
    @inline(__always) mutating func directives(isConstant: Bool) throws(SyntaxError) {
        if sees(.at) { try directiveList(isConstant: isConstant) }
    }

    private mutating func directiveList(isConstant: Bool) throws(SyntaxError) {
        while sees(.at) {
            let node = open(.directive)
            advance()
            try name()
            try arguments(isConstant: isConstant)
            close(node)
        }
    }
}
