extension Parser {
    /// SchemaCoordinate: Name (`.` Name (`(` Name `:` `)`)?)? | `@` Name (`(` Name `:` `)`)?
    mutating func schemaCoordinate() throws(SyntaxError) {
        let node = open(.typeCoordinate)
        if skip(.at) {
            decide(node, .directiveCoordinate)
            try name()
            if try coordinateArgument() { decide(node, .directiveArgumentCoordinate) }
        } else {
            try name()
            if skip(.dot) {
                decide(node, .memberCoordinate)
                try name()
                if try coordinateArgument() { decide(node, .argumentCoordinate) }
            }
        }
        close(node)
    }

    /// `(` Name `:` `)`, if it is there.
    private mutating func coordinateArgument() throws(SyntaxError) -> Bool {
        guard skip(.leftParenthesis) else { return false }
        try name()
        try expect(.colon)
        try expect(.rightParenthesis)
        return true
    }
}
