/// The variables an operation declares, resolved once when it is planned; every request coerces its values by them.
public struct VariableDefinitions: Sendable {
    /// One declared variable.
    struct Definition: Sendable {
        let name: String
        let type: TypeReference
        /// The default, coerced; nil if there is none. One that does not fit, which validation refuses, is null.
        let defaultValue: InputValue?
        let syntax: Syntax
    }

    private let schema: Schema
    let definitions: [Definition]
    /// Declarations of a type that does not exist or is no input type.
    private let errors: [GraphQLError]

    /// Reads the declarations of an operation definition.
    public init(of operation: Syntax, schema: Schema) {
        self.schema = schema
        var definitions: [Definition] = []
        var errors: [GraphQLError] = []
        for node in operation.variableDefinitions {
            let name = node.variable?.nameText ?? ""
            guard let written = node.type else { continue }
            guard let type = schema.reference(written), schema[type.namedType].isInput else {
                let message =
                    "Variable \"$\(name)\" expected value of type \"\(written.printed)\" which cannot be used as an input type."
                errors.append(GraphQLError(message, at: written, code: .badUserInput))
                continue
            }
            let value = node.value.map { schema.coerce(literal: $0, as: type) ?? .null }
            definitions.append(Definition(name: name, type: type, defaultValue: value, syntax: node))
        }
        self.definitions = definitions
        self.errors = errors
    }

    /// The variables' values for a request (specification section 6.1.2).
    ///
    /// A variable neither given nor with a default is absent. `provided` is the request's `variables` object or null.
    public func coerce(_ provided: JSONValue) throws(VariableErrors) -> [String: InputValue] {
        var errors = self.errors
        var values: [String: InputValue] = [:]
        for definition in definitions {
            guard errors.count < VariableErrors.limit else { break }
            values[definition.name] = coerce(definition, provided[definition.name], &errors)
        }
        if !errors.isEmpty { throw VariableErrors(errors) }
        return values
    }

    private func coerce(
        _ definition: Definition, _ value: JSONValue?, _ errors: inout [GraphQLError]
    ) -> InputValue? {
        let type = definition.type
        guard let value else {
            if type.isNonNull, definition.syntax.value == nil {
                errors.append(definition.error("of required type \"\(schema.print(type))\" was not provided."))
            }
            return definition.defaultValue
        }
        guard !(type.isNonNull && value == .null) else {
            errors.append(definition.error("of non-null type \"\(schema.print(type))\" must not be null."))
            return nil
        }
        var found: [InputError] = []
        let coerced = schema.coerce(value: value, as: type, errors: &found)
        errors += found.map { error in
            let place = error.path.isEmpty ? "" : " at \"\(definition.name)\(error.path.printed)\""
            return definition.error("got invalid value \(error.value.inspected)\(place); \(error.message)")
        }
        return coerced
    }
}

extension VariableDefinitions.Definition {
    fileprivate func error(_ complaint: String) -> GraphQLError {
        GraphQLError("Variable \"$\(name)\" \(complaint)", at: syntax, code: .badUserInput)
    }
}

/// What is wrong with the variables of a request; the request is answered with these errors alone.
public struct VariableErrors: Error, Hashable, Sendable {
    /// How many errors are listed before the rest is cut off.
    static let limit = 50

    public let errors: [GraphQLError]

    init(_ errors: [GraphQLError]) {
        guard errors.count > Self.limit else {
            self.errors = errors
            return
        }
        let last = "Too many errors processing variables, error limit reached. Execution aborted."
        self.errors = errors.prefix(Self.limit) + [GraphQLError(last, exceeding: .errors, of: Self.limit)]
    }
}

extension [PathSegment] {
    /// As it is written behind a variable's name: `.key` and `[index]`.
    var printed: String {
        map { segment in
            switch segment {
            case .key(let name): ".\(name)"
            case .index(let index): "[\(index)]"
            }
        }.joined()
    }
}
