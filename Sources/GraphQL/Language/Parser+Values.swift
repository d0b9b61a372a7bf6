extension Parser {
    /// Value: Variable (unless constant) | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue |
    /// ListValue | ObjectValue
    mutating func value(isConstant: Bool) throws(SyntaxError) {
        switch next {
        case _ where isName: leaf(nameValueKind, to: endOfName)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try lexer.number(at: offset)
            leaf(number.kind == .int ? .intValue : .floatValue, to: Int(number.end))
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "$"): try isConstant ? variableInConstant() : variable()
        case UInt8(ascii: "["): try listValue(isConstant: isConstant)
        case UInt8(ascii: "{"): try objectValue(isConstant: isConstant)
        default: throw unexpected()
        }
    }

    /// What a bare name means as a value.
    private var nameValueKind: SyntaxKind {
        if isKeyword("true") || isKeyword("false") { return .booleanValue }
        return isKeyword("null") ? .nullValue : .enumValue
    }

    mutating func string() throws(SyntaxError) {
        let string = try lexer.anyString(at: offset)
        leaf(.stringValue, string.kind == .blockString ? .isBlock : [], to: Int(string.end))
    }

    /// Variable: `$` Name
    mutating func variable() throws(SyntaxError) {
        let node = open(.variable)
        try expect(.dollar)
        try name()
        close(node)
    }

    /// Says that no variable may stand here.
    private mutating func variableInConstant() throws(SyntaxError) {
        let dollar = unexpected()
        advance()
        let name = try token()
        guard name.kind == .name else { throw dollar }
        throw SyntaxError(
            "Unexpected variable \"$\(lexer.bytes.text(name.range))\" in constant value.", at: dollar.offset)
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
        if sees(.leftBracket) {
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
        _ = try openNamed(.namedType)
    }
}
