extension Parser {
    /// Value: Variable (unless constant) | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue |
    /// ListValue | ObjectValue
    mutating func value(isConstant: Bool) throws(SyntaxError) {
        switch token.kind {
        case .int: leaf(.intValue)
        case .float: leaf(.floatValue)
        case .string, .blockString: string()
        case .name: leaf(nameValueKind)
        case .dollar where isConstant: throw variableInConstant()
        case .dollar: try variable()
        case .leftBracket: try listValue(isConstant: isConstant)
        case .leftBrace: try objectValue(isConstant: isConstant)
        default: throw unexpected()
        }
    }

    /// What a bare name means as a value.
    private var nameValueKind: SyntaxKind {
        if isKeyword("true") || isKeyword("false") { return .booleanValue }
        return isKeyword("null") ? .nullValue : .enumValue
    }

    mutating func string() {
        leaf(.stringValue, token.kind == .blockString ? .isBlock : [])
    }

    /// Variable: `$` Name
    mutating func variable() throws(SyntaxError) {
        let node = open(.variable)
        try expect(.dollar)
        try name()
        close(node)
    }

    private mutating func variableInConstant() -> SyntaxError {
        let plain = unexpected()
        advance()
        guard token.kind == .name else { return tokenError ?? plain }
        return SyntaxError("Unexpected variable \"$\(tokenText)\" in constant value.", at: plain.offset)
    }

    /// ListValue: `[` Value* `]`
    private mutating func listValue(isConstant: Bool) throws(SyntaxError) {
        try descend()
        let node = open(.listValue)
        advance()
        while !skip(.rightBracket) { try value(isConstant: isConstant) }
        close(node)
        ascend()
    }

    /// ObjectValue: `{` ObjectField* `}`
    private mutating func objectValue(isConstant: Bool) throws(SyntaxError) {
        try descend()
        let node = open(.objectValue)
        advance()
        while !skip(.rightBrace) { try nameAndValue(.objectField, isConstant: isConstant) }
        close(node)
        ascend()
    }

    /// DefaultValue: `=` Value[Const]
    mutating func defaultValue() throws(SyntaxError) {
        if skip(.equals) { try value(isConstant: true) }
    }

    /// Type: (NamedType | `[` Type `]`) `!`?
    mutating func type() throws(SyntaxError) {
        let node = nodes.count
        if token.kind == .leftBracket {
            try descend()
            _ = open(.listType)
            advance()
            try type()
            try expect(.rightBracket)
            close(node)
            ascend()
        } else {
            try namedType()
        }
        if skip(.exclamationMark) { wrap(node, in: .nonNullType) }
    }

    /// NamedType: Name
    mutating func namedType() throws(SyntaxError) {
        let node = open(.namedType)
        try name()
        close(node)
    }
}
