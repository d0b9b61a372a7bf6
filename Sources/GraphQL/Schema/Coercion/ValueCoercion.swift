/// One thing wrong with a value that came as a variable.
public struct InputError: Hashable, Sendable {
    /// Where in the value.
    public let path: [PathSegment]
    /// What stands there.
    public let value: JSONValue
    public let message: String
}

extension Schema {
    /// A variable's value as a type wants it (specification section 3, "Input Coercion").
    ///
    /// Goes on after an error, so that `errors` holds all of them in order, up to as many as an answer lists; the
    /// result means something only if there are none. Fields of an input object come out in the order of their definition, defaults filled in.
    public func coerce(value: JSONValue, as type: TypeReference, errors: inout [InputError]) -> InputValue {
        var coercion = ValueCoercion(schema: self)
        let result = coercion.coerce(value, as: type)
        errors += coercion.errors
        return result
    }
}

/// A walk through one value; `path` is where it stands.
private struct ValueCoercion {
    let schema: Schema
    var errors: [InputError] = []
    private var path: [PathSegment] = []

    init(schema: Schema) {
        self.schema = schema
    }

    mutating func coerce(_ value: JSONValue, as type: TypeReference) -> InputValue {
        switch (type, value) {
        case (.nonNull(let inner), .null):
            fail("Expected non-nullable type \"\(schema.print(inner))!\" not to be null.", value)
            return .null
        case (.nonNull(let inner), _): return coerce(value, as: inner)
        case (_, .null): return .null
        case (.list(let item), .array(let items)):
            var result: [InputValue] = []
            result.reserveCapacity(items.count)
            for (index, element) in items.enumerated() where !hasTooManyErrors {
                path.append(.index(index))
                result.append(coerce(element, as: item))
                path.removeLast()
            }
            return .list(result)
        case (.list(let item), _): return .list([coerce(value, as: item)])
        case (.named(let id), _): return coerce(value, as: schema[id])
        }
    }

    private mutating func coerce(_ value: JSONValue, as definition: TypeDefinition) -> InputValue {
        guard definition.kind != .inputObject else { return coerce(value, asObject: definition) }
        do throws(GraphQLError) {
            if let scalar = definition.builtInScalar { return try scalar.coerce(value: value) }
            if definition.kind == .enum { return try definition.enumValue(value) }
            let input = InputValue(value)
            return try schema.scalars[definition.name]?(input) ?? input
        } catch {
            fail(error.message, value)
            return .null
        }
    }

    private mutating func coerce(_ value: JSONValue, asObject definition: TypeDefinition) -> InputValue {
        guard case .object(let members) = value else {
            fail("Expected type \"\(definition.name)\" to be an object.", value)
            return .null
        }
        var object = InputObject()
        for field in definition.inputFields {
            if let given = members.first(where: { $0.name == field.name }) {
                path.append(.key(field.name))
                object.fields.append(InputField(field.name, coerce(given.value, as: field.type)))
                path.removeLast()
            } else if let value = field.defaultValue {
                object.fields.append(InputField(field.name, value))
            } else if field.isRequired {
                let type = schema.print(field.type)
                fail("Field \"\(field.name)\" of required type \"\(type)\" was not provided.", value)
            }
        }
        rejectUnknownFields(members, definition, value)
        if definition.isOneOf { checkOneOf(object, definition, value) }
        return .object(object)
    }

    private mutating func rejectUnknownFields(
        _ members: [JSONMember], _ definition: TypeDefinition, _ value: JSONValue
    ) {
        for member in members where !hasTooManyErrors && definition.inputField(member.name) == nil {
            let close = Suggestions.list(for: member.name, among: definition.inputFields.map(\.name))
            fail(
                "Field \"\(member.name)\" is not defined by type \"\(definition.name)\"."
                    + Suggestions.didYouMean(close), value)
        }
    }

    /// Exactly one field, and not null (specification section 3.10.1).
    private mutating func checkOneOf(_ object: InputObject, _ definition: TypeDefinition, _ value: JSONValue) {
        if object.fields.count != 1 {
            fail("Exactly one key must be specified for OneOf type \"\(definition.name)\".", value)
        }
        guard let only = object.fields.first, only.value == .null, value[only.name] == .null else { return }
        path.append(.key(only.name))
        fail("Field \"\(only.name)\" must be non-null.", .null)
        path.removeLast()
    }

    private var hasTooManyErrors: Bool { errors.count > VariableErrors.limit }

    private mutating func fail(_ message: String, _ value: JSONValue) {
        errors.append(InputError(path: path, value: value, message: message))
    }
}

extension InputValue {
    /// A JSON value where no type tells what it means, as custom scalars see it.
    public init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map(InputValue.init))
        case .object(let members):
            self = .object(InputObject(members.map { InputField($0.name, InputValue($0.value)) }))
        case .number(let digits):
            if let number = value.int64 {
                self = .int(number)
            } else {
                self = value.double.map(InputValue.float) ?? .number(digits)
            }
        }
    }
}
