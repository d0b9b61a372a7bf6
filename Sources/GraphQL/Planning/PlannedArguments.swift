/// A field's arguments as far as they are known before a request.
enum PlannedArguments: Sendable {
    /// No variable occurs in them: coerced once, when the operation was planned.
    case constant(FieldArguments)
    /// They do not fit, whatever the variables are.
    case invalid(GraphQLError)
    /// Coerced for each request.
    case variable(Syntax, [PlannedArgument])

    init(of field: Syntax, _ definitions: [InputValueDefinition], schema: Schema) {
        let usesVariables = field.arguments.contains { $0.value.map(Self.usesVariable) ?? false }
        if usesVariables {
            self = .variable(field, definitions.map { PlannedArgument($0, of: field) })
        } else {
            do throws(GraphQLError) {
                self = .constant(
                    FieldArguments(try schema.coerceArguments(of: field, definitions: definitions, variables: [:])))
            } catch {
                self = .invalid(error)
            }
        }
    }

    func values(_ variables: [String: InputValue], schema: Schema) throws(GraphQLError) -> FieldArguments {
        switch self {
        case .constant(let arguments): arguments
        case .invalid(let error): throw error
        case .variable(let field, let arguments):
            FieldArguments(try Self.coerce(arguments, of: field, variables, schema: schema))
        }
    }

    private static func coerce(
        _ arguments: [PlannedArgument], of field: Syntax, _ variables: [String: InputValue], schema: Schema
    ) throws(GraphQLError) -> InputObject {
        var object = InputObject()
        object.fields.reserveCapacity(arguments.count)
        for argument in arguments {
            let value = try argument.value(of: field, variables, schema: schema)
            if let value { object.fields.append(InputField(argument.definition.name, value)) }
        }
        return object
    }

    static func usesVariable(_ value: Syntax) -> Bool {
        value.document.nodes[value.index..<Int(value.record.next)].contains { $0.kind == .variable }
    }
}

/// One argument of a field: what is given for it, found once when the operation was planned.
struct PlannedArgument: Sendable {
    let definition: InputValueDefinition
    private let literal: Syntax?
    /// The variable that is all that is given.
    private let variable: String?

    init(_ definition: InputValueDefinition, of field: Syntax) {
        self.definition = definition
        literal = field.arguments.first { $0.nameText == definition.name }?.value
        variable = literal?.kind == .variable ? literal?.nameText : nil
    }

    /// The value for a request; nil if the argument is absent and has no default.
    fileprivate func value(
        of field: Syntax, _ variables: [String: InputValue], schema: Schema
    ) throws(GraphQLError) -> InputValue? {
        // A variable's value is coerced already.
        if let variable, let value = variables[variable], value != .null { return value }
        return try schema.coerceArgument(literal, definition, of: field, variables: variables)
    }
}
