extension Schema {
    /// The arguments of a field or directive (specification section 6.4.1), in the order of their definition, defaults
    /// filled in; one neither given nor with a default is absent.
    ///
    /// - Parameter node: the field or directive whose arguments are read.
    public func coerceArguments(
        of node: Syntax, definitions: [InputValueDefinition], variables: [String: InputValue]
    ) throws(GraphQLError) -> InputObject {
        var object = InputObject()
        for definition in definitions {
            let given = node.arguments.first { $0.nameText == definition.name }?.value
            if let value = try coerceArgument(given, definition, of: node, variables: variables) {
                object.fields.append(InputField(definition.name, value))
            }
        }
        return object
    }

    /// One argument's value; nil if it is absent and has no default.
    ///
    /// - Parameters:
    ///   - literal: what is given for it, if anything.
    ///   - node: the field or directive it belongs to, for the error's place.
    public func coerceArgument(
        _ literal: Syntax?, _ definition: InputValueDefinition, of node: Syntax, variables: [String: InputValue]
    ) throws(GraphQLError) -> InputValue? {
        guard let literal else {
            guard !definition.isRequired else {
                throw argumentError(
                    definition, "of required type \"\(print(definition.type))\" was not provided.", node)
            }
            return definition.defaultValue
        }
        let variable = literal.kind == .variable ? literal.nameText : nil
        let runtimeValue = variable.flatMap { variables[$0] }
        if let variable, runtimeValue == nil {
            guard !definition.isRequired else {
                throw argumentError(
                    definition,
                    "of required type \"\(print(definition.type))\" was provided the variable \"$\(variable)\" "
                        + "which was not provided a runtime value.", literal)
            }
            return definition.defaultValue
        }
        if definition.type.isNonNull, literal.kind == .nullValue || runtimeValue == .null {
            throw argumentError(
                definition, "of non-null type \"\(print(definition.type))\" must not be null.", literal)
        }
        guard let value = coerce(literal: literal, as: definition.type, variables: variables) else {
            throw argumentError(definition, "has invalid value \(literal.inspected).", literal)
        }
        return value
    }

    private func argumentError(
        _ definition: InputValueDefinition, _ complaint: String, _ place: Syntax
    ) -> GraphQLError {
        GraphQLError("Argument \"\(definition.name)\" \(complaint)", at: place)
    }
}
