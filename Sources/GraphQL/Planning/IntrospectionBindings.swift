/// Resolvers of the fields that every schema has: `__typename`, `__schema`, `__type` and the introspection types.
final class IntrospectionBindings: Sendable {
    private let schema: Schema
    private let typename: FieldDefinition
    private let schemaField: FieldDefinition
    private let typeField: FieldDefinition

    init(schema: Schema) {
        self.schema = schema
        func required(_ name: String) -> TypeReference {
            guard let type = schema.type(name) else { preconditionFailure("The schema lacks the built-in \(name).") }
            return .nonNull(.named(type.id))
        }
        typename = FieldDefinition(name: "__typename", type: required("String"))
        schemaField = FieldDefinition(name: "__schema", type: required("__Schema"))
        typeField = FieldDefinition(
            name: "__type", arguments: [InputValueDefinition(name: "name", type: required("String"))],
            type: required("__Type").nullable)
    }

    func field(_ name: String, of type: TypeDefinition) -> (FieldDefinition, FieldBinding)? {
        switch name {
        case "__typename": (typename, Self.typenameBinding(type.name))
        case "__schema" where type.id == schema.queryType: (schemaField, binding { _, _ in .object(.schema) })
        case "__type" where type.id == schema.queryType:
            (typeField, binding { [schema] _, arguments in schema.introspect(type: arguments.string("name") ?? "") })
        default: type.name.hasPrefix("__") ? type.field(name).map { ($0, introspection(of: $0)) } : nil
        }
    }

    private static func typenameBinding(_ name: String) -> FieldBinding {
        FieldBinding(
            .write { column, _, cells in
                for _ in 0..<column.count { cells.append { buffer in buffer.appendString(name) } }
            }, needs: 0)
    }

    private func introspection(of field: FieldDefinition) -> FieldBinding {
        let resolve = { @Sendable [schema] (object: IntrospectionObject?, arguments: FieldArguments) in
            object.map {
                schema.introspect(
                    $0, field: field.name, includeDeprecated: arguments.boolean("includeDeprecated") ?? false)
            } ?? .null
        }
        guard schema[field.namedType].isLeaf else { return binding(resolve) }
        return FieldBinding(
            .derive { column, _, arguments, _ in
                let objects = column.typed(IntrospectionObject.self).values
                return Resolved(introspected: objects.map { resolve($0, arguments) }, \.leaf).erased
            }, needs: 0, element: ObjectBinder<Never, Unused>.element(InputValue.self))
    }

    /// A binding that yields introspection objects. Its parents are objects of introspection, or of the query type.
    private func binding(
        _ resolve: @escaping @Sendable (IntrospectionObject?, FieldArguments) -> IntrospectionValue
    ) -> FieldBinding {
        FieldBinding(
            .derive { column, _, arguments, _ in
                let parents: [IntrospectionObject?] =
                    (column as? Column<IntrospectionObject>)?.values ?? Array(repeating: nil, count: column.count)
                return Resolved(introspected: parents.map { resolve($0, arguments) }, \.object).erased
            }, needs: 0, elementType: ObjectIdentifier(IntrospectionObject.self))
    }

    /// The context of bindings that look at none.
    private final class Unused: Sendable {}
}

extension Resolved {
    /// Sorts values of introspection, one for each parent, into layers; all of them have the same shape.
    fileprivate init(introspected values: [IntrospectionValue], _ element: (IntrospectionValue) -> Element?) {
        let isList = values.contains { if case .list = $0 { true } else { false } }
        guard isList else {
            self.init(values.map(element))
            return
        }
        var slots: [Int32] = []
        var lists: [[Element]] = []
        for value in values {
            if case .list(let items) = value {
                slots.append(Int32(lists.count))
                lists.append(items.compactMap(element))
            } else {
                slots.append(ResolvedLayer.null)
            }
        }
        self.init(lists: lists)
        layers[0].slots = slots
    }
}

extension IntrospectionValue {
    fileprivate var object: IntrospectionObject? { if case .object(let object) = self { object } else { nil } }

    fileprivate var leaf: InputValue? {
        switch self {
        case .boolean(let flag): .boolean(flag)
        case .string(let text): .string(text)
        case .enumeration(let name): .enumeration(name)
        case .null, .object, .list: nil
        }
    }
}
