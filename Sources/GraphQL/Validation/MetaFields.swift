/// The fields every schema has without defining them (specification section 4.1): `__typename` on each composite type,
/// `__schema` and `__type` on the type of queries.
final class MetaFields {
    private let schema: Schema
    private lazy var typename = FieldDefinition(name: "__typename", type: required("String"))
    private lazy var schemaField = FieldDefinition(name: "__schema", type: required("__Schema"))
    private lazy var typeField = FieldDefinition(
        name: "__type", arguments: [InputValueDefinition(name: "name", type: required("String"))],
        type: required("__Type").nullable)

    init(_ schema: Schema) {
        self.schema = schema
    }

    func field(_ name: String, on parent: TypeID) -> FieldDefinition? {
        switch name {
        case "__typename": typename
        case "__schema" where parent == schema.queryType: schemaField
        case "__type" where parent == schema.queryType: typeField
        default: nil
        }
    }

    private func required(_ name: String) -> TypeReference {
        guard let type = schema.type(name) else { preconditionFailure("The schema lacks the built-in type \(name).") }
        return .nonNull(.named(type.id))
    }
}
