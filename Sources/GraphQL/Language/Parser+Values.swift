extension Parser {
    /// Value: Variable (unless constant) | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue |
    /// ListValue | ObjectValue
    mutating func value(isConstant: Bool) throws(SyntaxError) {
        switch next {
        case _ where isName: nameLeaf(nameValueKind)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try lexer.number(at: offset)
            literalLeaf(number.kind == .int ? .intValue : .floatValue, to: Int(number.end))
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
        literalLeaf(.stringValue, string.kind == .blockString ? .isBlock : [], to: Int(string.end))
    }

    /// Variable: `$` Name
    @inline(__always) mutating func variable() throws(SyntaxError) {
        let start = offset
        try expect(.dollar)
        guard isName else { throw expected(.name) }
        let end = endOfName
        let after = nodes.count &+ 2
        nodes.append(record(.variable, start..<end, next: after), record(.name, offset..<end, next: after))
        advance(to: end)
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
        guard sees(.leftBracket) else { return try namedOrNonNullType() }
        let node = nodes.count
        try descend()
        _ = open(.listType)
        advance()
        try type()
        try expect(.rightBracket)
        close(node)
        ascend()
        if skip(.exclamationMark) { wrap(node, in: .nonNullType) }
    }

    /// NamedType `!`?
    private mutating func namedOrNonNullType() throws(SyntaxError) {
        guard isName else { throw expected(.name) }
        let name = offset..<endOfName
        advance(to: name.upperBound)
        let node = nodes.count
        guard skip(.exclamationMark) else {
            return nodes.append(record(.namedType, name, next: node &+ 2), record(.name, name, next: node &+ 2))
        }
        nodes.append(record(.nonNullType, name.lowerBound..<cursor.previousEnd, next: node &+ 3))
        nodes.append(record(.namedType, name, next: node &+ 3), record(.name, name, next: node &+ 3))
    }

    /// NamedType: Name
    mutating func namedType() throws(SyntaxError) {
        _ = try openNamed(.namedType)
    }
}
