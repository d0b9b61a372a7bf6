extension Schema {
    /// The value of a literal where a type is expected (specification section 3, "Input Coercion").
    ///
    /// Nil if it does not fit: validation has said why before, `literalErrors` says it for defaults. A variable stands
    /// for its coerced value; its type was checked by validation. Fields of an input object come out in the order of
    /// their definition, defaults filled in.
    public func coerce(
        literal: Syntax, as type: TypeReference, variables: [String: InputValue] = [:]
    ) -> InputValue? {
        if literal.kind == .variable {
            guard let value = variables[literal.nameText], !(value == .null && type.isNonNull) else { return nil }
            return value
        }
        switch type {
        case .nonNull(let inner):
            return literal.kind == .nullValue ? nil : coerce(literal: literal, as: inner, variables: variables)
        case _ where literal.kind == .nullValue:
            return .null
        case .list(let item):
            return coerce(literal: literal, asListOf: item, variables: variables)
        case .named(let id):
            let definition = self[id]
            return definition.kind == .inputObject
                ? coerce(literal: literal, asObject: definition, variables: variables)
                : try? coerce(literal: literal, asLeaf: definition, variables: variables)
        }
    }

    /// A list, or one item that stands for a list of one. An absent variable in it is null.
    private func coerce(
        literal: Syntax, asListOf item: TypeReference, variables: [String: InputValue]
    ) -> InputValue? {
        guard literal.kind == .listValue else {
            return coerce(literal: literal, as: item, variables: variables).map { .list([$0]) }
        }
        var items: [InputValue] = []
        for child in literal.children {
            if isAbsentVariable(child, variables), !item.isNonNull {
                items.append(.null)
            } else {
                guard let value = coerce(literal: child, as: item, variables: variables) else { return nil }
                items.append(value)
            }
        }
        return .list(items)
    }

    /// An input object. Fields it does not define are for validation to find; here they are passed over.
    private func coerce(
        literal: Syntax, asObject definition: TypeDefinition, variables: [String: InputValue]
    ) -> InputValue? {
        guard literal.kind == .objectValue else { return nil }
        var object = InputObject()
        for field in definition.inputFields {
            let given = literal.children.first { $0.nameText == field.name }?.value
            if let given, !isAbsentVariable(given, variables) {
                guard let value = coerce(literal: given, as: field.type, variables: variables) else { return nil }
                object.fields.append(InputField(field.name, value))
            } else if let value = field.defaultValue {
                object.fields.append(InputField(field.name, value))
            } else if field.isRequired {
                return nil
            }
        }
        if definition.isOneOf, object.fields.count != 1 || object.fields[0].value == .null { return nil }
        return .object(object)
    }

    /// The value of a scalar's or enum's literal. Throws what was found instead, without a place.
    func coerce(
        literal: Syntax, asLeaf definition: TypeDefinition, variables: [String: InputValue] = [:]
    ) throws(GraphQLError) -> InputValue {
        if let scalar = definition.builtInScalar { return try scalar.coerce(literal: literal) }
        if definition.kind == .enum { return try definition.enumValue(literal: literal) }
        guard let value = InputValue(untyped: literal, variables: variables) else {
            throw GraphQLError("Expected a value of type \"\(definition.name)\", found a variable without value.")
        }
        return try scalars[definition.name]?(value) ?? value
    }

    private func isAbsentVariable(_ literal: Syntax, _ variables: [String: InputValue]) -> Bool {
        literal.kind == .variable && variables[literal.nameText] == nil
    }
}
