extension InputValue {
    /// What a literal means where no type tells, as custom scalars see it. Nil for a variable without a value; inside a
    /// list such a variable is null, inside an object the field is absent.
    public init?(untyped literal: Syntax, variables: [String: InputValue] = [:]) {
        switch literal.kind {
        case .variable:
            guard let value = variables[literal.nameText] else { return nil }
            self = value
        case .intValue: self = Int64(literal.text).map(InputValue.int) ?? .number(literal.text)
        case .floatValue: self = InputValue(float: literal.text)
        case .stringValue: self = .string(literal.stringValue)
        case .booleanValue: self = .boolean(literal.text == "true")
        case .enumValue: self = .enumeration(literal.text)
        case .listValue: self = .list(literal.children.map { InputValue(untyped: $0, variables: variables) ?? .null })
        case .objectValue: self = .object(InputObject(untyped: literal, variables: variables))
        default: self = .null
        }
    }

    private init(float text: String) {
        guard let value = Double(text), value.isFinite else {
            self = .number(text)
            return
        }
        self = .float(value)
    }
}

extension InputObject {
    fileprivate init(untyped literal: Syntax, variables: [String: InputValue]) {
        self.init()
        for field in literal.children {
            guard let value = field.value.flatMap({ InputValue(untyped: $0, variables: variables) }) else { continue }
            fields.append(InputField(field.nameText, value))
        }
    }
}
