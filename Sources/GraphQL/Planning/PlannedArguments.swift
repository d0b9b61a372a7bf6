/// A field's arguments as far as they are known before a request.
enum PlannedArguments: Sendable {
    /// No variable occurs in them: coerced once, when the operation was planned.
    case constant(FieldArguments)
    /// They do not fit, whatever the variables are.
    case invalid(GraphQLError)
    /// Coerced for each request.
    case variable(Syntax, [InputValueDefinition])

    init(of field: Syntax, _ definitions: [InputValueDefinition], schema: Schema) {
        let usesVariables = field.arguments.contains { $0.value.map(Self.usesVariable) ?? false }
        if usesVariables {
            self = .variable(field, definitions)
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
        case .variable(let field, let definitions):
            FieldArguments(
                try schema.coerceArguments(of: field, definitions: definitions, variables: variables))
        }
    }

    static func usesVariable(_ value: Syntax) -> Bool {
        value.document.nodes[value.index..<Int(value.record.next)].contains { $0.kind == .variable }
    }
}
