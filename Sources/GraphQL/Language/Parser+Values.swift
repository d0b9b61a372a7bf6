extension Parser {
    /// Value: Variable (unless constant) | IntValue | FloatValue | StringValue | BooleanValue | NullValue | EnumValue |
    /// ListValue | ObjectValue
    mutating func value(isConstant: Bool) throws(SyntaxError) {
        var at = cursor
        try value(&at, isConstant: isConstant)
        cursor = at
    }

    /// The same for productions that keep their place to themselves: short values are read right here.
    @inline(__always) mutating func value(_ at: inout Cursor, isConstant: Bool) throws(SyntaxError) {
        if at.isName {
            let range = at.offset..<marks.endOfName(from: at.offset)
            nodes.append(record(nameValueKind(range), range, next: nodes.count &+ 1))
            return at.advance(to: range.upperBound, marks)
        }
        if at.sees(.int), let end = marks.endOfPlainInteger(from: at.offset) {
            nodes.append(record(.intValue, at.offset..<end, next: nodes.count &+ 1))
            return at.advance(toEndOfLiteral: end, marks)
        }
        cursor = at
        try longValue(isConstant: isConstant)
        at = cursor
    }

    @inline(never) private mutating func longValue(isConstant: Bool) throws(SyntaxError) {
        switch kind {
        case TokenKind.int.rawValue:
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
    @inline(__always) private func nameValueKind(_ range: Range<Int>) -> SyntaxKind {
        switch lexer.bytes[range.lowerBound] {
        case UInt8(ascii: "t") where lexer.bytes.spells("true", in: range): .booleanValue
        case UInt8(ascii: "f") where lexer.bytes.spells("false", in: range): .booleanValue
        case UInt8(ascii: "n") where lexer.bytes.spells("null", in: range): .nullValue
        default: .enumValue
        }
    }

    mutating func string() throws(SyntaxError) {
        if let end = marks.endOfPlainString(from: offset) { return literalLeaf(.stringValue, to: end) }
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
        var at = cursor
        while !at.sees(.rightBracket) { try value(&at, isConstant: isConstant) }
        cursor = at
        advance()
        close(node)
        ascend()
    }

    /// ObjectValue: `{` ObjectField* `}`
    private mutating func objectValue(isConstant: Bool) throws(SyntaxError) {
        try descend()
        let node = open(.objectValue)
        advance()
        if !skip(.rightBrace) { try namesAndValues(.objectField, until: .rightBrace, isConstant: isConstant) }
        close(node)
        ascend()
    }

    /// Argument: Name `:` Value
    ///
    /// ObjectField: Name `:` Value
    ///
    /// Reads one at least, and the token behind the last.
    mutating func namesAndValues(_ kind: SyntaxKind, until last: TokenKind, isConstant: Bool) throws(SyntaxError) {
        var at = cursor
        repeat {
            guard at.isName else {
                cursor = at
                throw expected(.name)
            }
            let name = at.offset..<marks.endOfName(from: at.offset)
            let node = nodes.count
            nodes.append(record(kind, name, next: node &+ 2), record(.name, name, next: node &+ 2))
            at.advance(to: name.upperBound, marks)
            guard at.sees(.colon) else {
                cursor = at
                throw expected(.colon)
            }
            at.advance(to: at.offset &+ 1, marks)
            try value(&at, isConstant: isConstant)
            close(node, at: at.previousEnd)
        } while !at.sees(last)
        at.advance(to: at.offset &+ 1, marks)
        cursor = at
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
