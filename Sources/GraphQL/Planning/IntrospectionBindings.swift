/// Resolvers of the fields that every schema has: `__typename`, `__schema`, `__type` and the introspection types.
final class IntrospectionBindings: Sendable {
    private let schema: Schema
    private let metaFields: MetaFields

    init(schema: Schema) {
        self.schema = schema
        metaFields = MetaFields(schema)
    }

    func field(_ name: String, of type: TypeDefinition) -> (FieldDefinition, FieldBinding)? {
        if let field = metaFields.field(name, on: type.id) { return (field, binding(ofMetaField: field, of: type)) }
        return type.name.hasPrefix("__") ? type.field(name).map { ($0, introspection(of: $0)) } : nil
    }

    private func binding(ofMetaField field: FieldDefinition, of type: TypeDefinition) -> FieldBinding {
        switch field.name {
        case "__typename": Self.typenameBinding(type.name)
        case "__schema": binding { _, _ in .object(.schema) }
        default: binding { [schema] _, arguments in schema.introspect(type: arguments.string("name") ?? "") }
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
