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
    /// Sets within sets are read by the same loop. While a set is open, its `next` names the field or fragment that it
    /// belongs to, and that one's the set around; 0 stands for what the outermost belongs to.
    private mutating func selectionSet() throws(SyntaxError) {
        guard sees(.leftBrace) else { throw expected(.leftBrace) }
        var at = cursor
        var set = 0
        var owner = 0
        while true {
            set = try openSelectionSet(of: owner, in: set, &at)
            repeat {
                owner = try selection(&at)
                while at.sees(.rightBrace) {
                    at.advance(to: at.offset &+ 1, marks)
                    guard let outer = closeSelectionSet(set, at: at.previousEnd) else {
                        cursor = at
                        return
                    }
                    set = outer
                }
            } while owner == 0
        }
    }

    @inline(__always)
    private mutating func openSelectionSet(of owner: Int, in outer: Int, _ at: inout Cursor) throws(SyntaxError) -> Int
    {
        guard depth < maxDepth else {
            cursor = at
            throw tooDeep()
        }
        depth &+= 1
        nodes[owner].next = UInt32(truncatingIfNeeded: outer)
        let set = nodes.count
        nodes.append(record(.selectionSet, at.offset..<at.offset, next: owner))
        at.advance(to: at.offset &+ 1, marks)
        return set
    }

    /// Ends a set and what it belongs to. Returns the set around it, nil if there is none.
    @inline(__always) private mutating func closeSelectionSet(_ set: Int, at end: Int) -> Int? {
        let owner = Int(nodes[set].next)
        close(set, at: end)
        ascend()
        guard owner != 0 else { return nil }
        let outer = Int(nodes[owner].next)
        close(owner, at: end)
        return outer
    }

    /// Selection: Field | FragmentSpread | InlineFragment
    ///
    /// Field: Alias? Name Arguments? Directives? SelectionSet?
    ///
    /// Returns the node if a selection set that belongs to it follows, and else 0.
    @inline(__always) private mutating func selection(_ at: inout Cursor) throws(SyntaxError) -> Int {
        guard at.isName else {
            cursor = at
            let fragment = try fragment()
            at = cursor
            return fragment
        }
        let end = marks.endOfName(from: at.offset)
        let field = nodes.count
        nodes.append(
            record(.field, at.offset..<end, next: field &+ 2), record(.name, at.offset..<end, next: field &+ 2))
        at.advance(to: end, marks)
        // Most fields are a name and nothing else.
        if at.isName || at.sees(.rightBrace) { return 0 }
        if !at.sees(.leftBrace) {
            cursor = at
            try restOfField(field)
            at = cursor
        }
        return at.sees(.leftBrace) ? field : 0
    }

    /// What may stand between a field's first name and its selection set.
    @inline(never) private mutating func restOfField(_ node: Int) throws(SyntaxError) {
        if skip(.colon) {
            addFlag(.hasAlias, to: node)
            try name()
        }
        try arguments(isConstant: false)
        try directives(isConstant: false)
        close(node)
    }

    /// FragmentSpread: `...` FragmentName Directives?
    ///
    /// InlineFragment: `...` TypeCondition? Directives? SelectionSet
    ///
    /// Returns an inline fragment, whose selection set follows, or 0.
    @inline(never) private mutating func fragment() throws(SyntaxError) -> Int {
        guard sees(.dot) else { throw expected(.name) }
        let node = open(.inlineFragment)
        advance(toEndOfLiteral: Int(try lexer.dots(at: offset).end))
        if skipKeyword("on") {
            try namedType()
        } else if isName {
            decide(node, .fragmentSpread)
            try name()
            try directives(isConstant: false)
            close(node)
            return 0
        }
        try directives(isConstant: false)
        guard sees(.leftBrace) else { throw expected(.leftBrace) }
        return node
    }

    /// Arguments: `(` Argument+ `)`
    @inline(__always) mutating func arguments(isConstant: Bool) throws(SyntaxError) {
        if sees(.leftParenthesis) { try argumentList(isConstant: isConstant) }
    }

    private mutating func argumentList(isConstant: Bool) throws(SyntaxError) {
        advance()
        try namesAndValues(.argument, until: .rightParenthesis, isConstant: isConstant)
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
