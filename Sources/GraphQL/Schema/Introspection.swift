/// An object of introspection (specification section 4.2): what `__schema`, `__type` and the fields below them answer.
public enum IntrospectionObject: Sendable {
    case schema
    /// A type with its wrappers.
    case type(TypeReference)
    case field(FieldDefinition)
    case inputValue(InputValueDefinition)
    case enumValue(EnumValueDefinition)
    case directive(DirectiveDefinition)

    /// The object's type in the schema.
    public var typeName: String {
        switch self {
        case .schema: "__Schema"
        case .type: "__Type"
        case .field: "__Field"
        case .inputValue: "__InputValue"
        case .enumValue: "__EnumValue"
        case .directive: "__Directive"
        }
    }
}

/// The value of a field of introspection.
public enum IntrospectionValue: Sendable {
    case null
    case boolean(Bool)
    case string(String)
    /// The name of a value of `__TypeKind` or `__DirectiveLocation`.
    case enumeration(String)
    case object(IntrospectionObject)
    case list([IntrospectionValue])
}

extension Schema {
    /// The value of `__type(name:)`.
    public func introspect(type name: String) -> IntrospectionValue {
        type(name).map { .object(.type(.named($0.id))) } ?? .null
    }

    /// The value of a field of an introspection object; null for a field it does not have.
    ///
    /// - Parameter includeDeprecated: the field's argument of that name, for fields that have one.
    public func introspect(
        _ object: IntrospectionObject, field: String, includeDeprecated: Bool = false
    ) -> IntrospectionValue {
        switch object {
        case .schema: introspectSchema(field)
        case .type(let reference): introspect(reference, field, includeDeprecated)
        case .field(let definition): introspect(definition, field, includeDeprecated)
        case .inputValue(let definition): introspect(definition, field)
        case .enumValue(let definition):
            IntrospectionValue(
                named: definition.name, definition.description, deprecation: definition.deprecationReason, field)
        case .directive(let definition): introspect(definition, field, includeDeprecated)
        }
    }

    private func introspectSchema(_ field: String) -> IntrospectionValue {
        switch field {
        case "description": IntrospectionValue(description)
        case "types": .list(types.map { .object(.type(.named($0.id))) })
        case "queryType": IntrospectionValue(queryType)
        case "mutationType": IntrospectionValue(mutationType)
        case "subscriptionType": IntrospectionValue(subscriptionType)
        case "directives": .list(directives.map { .object(.directive($0)) })
        default: .null
        }
    }

    private func introspect(
        _ definition: FieldDefinition, _ field: String, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        switch field {
        case "args": .inputValues(definition.arguments, includeDeprecated)
        case "type": .object(.type(definition.type))
        default:
            IntrospectionValue(
                named: definition.name, definition.description, deprecation: definition.deprecationReason, field)
        }
    }

    private func introspect(_ definition: InputValueDefinition, _ field: String) -> IntrospectionValue {
        switch field {
        case "type": .object(.type(definition.type))
        case "defaultValue": IntrospectionValue(printedDefault(of: definition))
        default:
            IntrospectionValue(
                named: definition.name, definition.description, deprecation: definition.deprecationReason, field)
        }
    }

    private func introspect(
        _ definition: DirectiveDefinition, _ field: String, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        switch field {
        case "name": .string(definition.name)
        case "description": IntrospectionValue(definition.description)
        case "isRepeatable": .boolean(definition.isRepeatable)
        case "locations": .list(definition.locations.map(IntrospectionValue.enumeration))
        case "args": .inputValues(definition.arguments, includeDeprecated)
        default: .null
        }
    }
}

extension IntrospectionValue {
    init(_ text: String?) {
        self = text.map(IntrospectionValue.string) ?? .null
    }

    init(_ type: TypeID?) {
        self = type.map { .object(.type(.named($0))) } ?? .null
    }

    /// The fields that `__Field`, `__InputValue` and `__EnumValue` have in common.
    fileprivate init(named name: String, _ description: String?, deprecation: String?, _ field: String) {
        switch field {
        case "name": self = .string(name)
        case "description": self.init(description)
        case "isDeprecated": self = .boolean(deprecation != nil)
        case "deprecationReason": self.init(deprecation)
        default: self = .null
        }
    }

    /// Arguments or input fields, without deprecated ones unless they are wanted.
    static func inputValues(_ definitions: [InputValueDefinition], _ includeDeprecated: Bool) -> IntrospectionValue {
        .list(definitions.filter { includeDeprecated || $0.deprecationReason == nil }.map { .object(.inputValue($0)) })
    }
}
