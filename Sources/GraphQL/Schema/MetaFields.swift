/// The fields every schema has without defining them (specification section 4.1): `__typename` on each composite type,
/// `__schema` and `__type` on the type of queries.
final class MetaFields: Sendable {
    private let queryType: TypeID?
    private let typename: FieldDefinition
    private let schemaField: FieldDefinition
    private let typeField: FieldDefinition

    init(_ schema: Schema) {
        func required(_ name: String) -> TypeReference {
            guard let type = schema.type(name) else {
                preconditionFailure("The schema lacks the built-in type \(name).")
            }
            return .nonNull(.named(type.id))
        }
        queryType = schema.queryType
        typename = FieldDefinition(name: "__typename", type: required("String"))
        schemaField = FieldDefinition(name: "__schema", type: required("__Schema"))
        typeField = FieldDefinition(
            name: "__type", arguments: [InputValueDefinition(name: "name", type: required("String"))],
            type: required("__Type").nullable)
    }

    func field(_ name: String, on parent: TypeID) -> FieldDefinition? {
        switch name {
        case "__typename": typename
        case "__schema" where parent == queryType: schemaField
        case "__type" where parent == queryType: typeField
        default: nil
        }
    }
}
