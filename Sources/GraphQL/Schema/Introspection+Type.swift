/// The fields of `__Type` (specification section 4.2.2).
extension Schema {
    func introspect(_ reference: TypeReference, _ field: String, _ includeDeprecated: Bool) -> IntrospectionValue {
        switch reference {
        case .named(let id): introspect(self[id], field, includeDeprecated)
        case .list(let inner): introspectWrapper("LIST", inner, field)
        case .nonNull(let inner): introspectWrapper("NON_NULL", inner, field)
        }
    }

    private func introspectWrapper(_ kind: String, _ inner: TypeReference, _ field: String) -> IntrospectionValue {
        switch field {
        case "kind": .enumeration(kind)
        case "ofType": .object(.type(inner))
        default: .null
        }
    }

    private func introspect(
        _ type: TypeDefinition, _ field: String, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        let hasFields = type.kind == .object || type.kind == .interface
        return switch field {
        case "kind": .enumeration(type.kind.introspectionName)
        case "name": .string(type.name)
        case "description": IntrospectionValue(type.description)
        case "specifiedByURL": IntrospectionValue(type.specifiedByURL)
        case "isOneOf" where type.kind == .inputObject: .boolean(type.isOneOf)
        case "interfaces" where hasFields: .types(type.interfaces)
        case "possibleTypes" where type.isAbstract: .types(possibleTypes(type.id))
        case "inputFields" where type.kind == .inputObject: .inputValues(type.inputFields, includeDeprecated)
        case "fields" where hasFields:
            .list(
                type.fields.filter { includeDeprecated || $0.deprecationReason == nil }.map { .object(.field($0)) })
        case "enumValues" where type.kind == .enum:
            .list(
                type.enumValues.filter { includeDeprecated || $0.deprecationReason == nil }
                    .map { .object(.enumValue($0)) })
        default: .null
        }
    }
}

extension IntrospectionValue {
    fileprivate static func types(_ ids: [TypeID]) -> IntrospectionValue {
        .list(ids.map { .object(.type(.named($0))) })
    }
}

extension TypeKind {
    /// The value of `__TypeKind` for such a type.
    var introspectionName: String {
        switch self {
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enum: "ENUM"
        case .inputObject: "INPUT_OBJECT"
        }
    }
}
