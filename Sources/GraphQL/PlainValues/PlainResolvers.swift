/// The tree of plain values that a request is answered from.
public final class PlainRoot: Sendable {
    public let value: PlainValue

    /// - Parameter value: the object of the operation's root type.
    public init(_ value: PlainValue) {
        self.value = value
    }
}

/// Under which name a field's value stands in a plain object.
public enum PlainKey: Sendable {
    case fieldName
    /// The alias where there is one, so that one field may have several values.
    case responseKey

    fileprivate func name(of field: PlannedField) -> String {
        self == .fieldName ? field.definition.name : field.responseKey
    }
}

extension Resolvers where Context == PlainRoot {
    /// Resolvers for every field of a schema that read plain values.
    public static func plain(_ schema: Schema, keyedBy key: PlainKey = .fieldName) -> Resolvers {
        var resolvers = Resolvers()
        resolvers.root = { Column([$0.value]) }
        for type in schema.types where type.isComposite && !type.name.hasPrefix("__") {
            if type.isAbstract {
                resolvers.plain(abstract: type, schema)
            } else {
                let isSubscription = type.id == schema.subscriptionType
                let fields = type.fields.map {
                    ($0.name, FieldBinding(plain: $0, schema, key, hasSource: isSubscription))
                }
                resolvers.add(
                    type.name, Dictionary(fields, uniquingKeysWith: { first, _ in first }),
                    ObjectIdentifier(PlainValue.self))
            }
        }
        return resolvers
    }

    private mutating func plain(abstract type: TypeDefinition, _ schema: Schema) {
        let names = schema.possibleTypes(type.id).map { schema[$0].name }
        let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        abstract(type.name, PlainValue.self, members: names.map { AbstractMember($0) }) { value in
            guard case .string(let name)? = value["__typename"], let place = places[name] else {
                preconditionFailure("PlainShape lets only values of the type's members pass.")
            }
            return place
        }
    }
}

extension FieldBinding {
    fileprivate convenience init(
        plain definition: FieldDefinition, _ schema: Schema, _ key: PlainKey, hasSource: Bool
    ) {
        let type = schema[definition.namedType]
        let shape = PlainShape(of: definition, schema: schema)
        let output = PlainOutput(type)
        let element: LeafWriter = { column, _, cells in
            for value in column.typed(PlainValue.self).values {
                cells.append { buffer throws(FieldError) in try output.write(value, to: &buffer) }
            }
        }
        let load: Loading = { column, _, arguments, field in
            let name = key.name(of: field)
            let values = column.typed(PlainValue.self).values.map { $0[name] ?? .null }
            return shape.resolved(await PlainValue.compute(values, arguments), for: field).erased
        }
        self.init(
            .load(load), needs: 0, element: type.isLeaf ? element : nil,
            elementType: type.isLeaf ? nil : ObjectIdentifier(PlainValue.self),
            source: hasSource ? Self.plainSource(key) : nil)
    }

    private static func plainSource(_ key: PlainKey) -> SourceOpener {
        { context, arguments, field in
            guard case .events(let open)? = (context as? PlainRoot)?.value[key.name(of: field)] else {
                throw FieldError("The field \(field.coordinate) has no events to subscribe to.", extensions: [])
            }
            return SourceEvents(try await open(arguments))
        }
    }
}

extension PlainValue {
    private var isComputed: Bool {
        switch self {
        case .computed: true
        case .list(let items): items.contains(where: \.isComputed)
        default: false
        }
    }

    /// The values with those that have to be found for the asking found, side by side.
    fileprivate static func compute(_ values: [PlainValue], _ arguments: FieldArguments) async -> [PlainValue] {
        guard values.contains(where: \.isComputed) else { return values }
        return await withTaskGroup(of: (Int, PlainValue).self) { group in
            var found = values
            for (place, value) in values.enumerated() where value.isComputed {
                group.addTask { (place, await value.computed(arguments)) }
            }
            for await (place, value) in group { found[place] = value }
            return found
        }
    }

    private func computed(_ arguments: FieldArguments) async -> PlainValue {
        switch self {
        case .computed(let compute):
            do throws(FieldError) {
                return await (try compute(arguments)).computed(arguments)
            } catch {
                return .failure(error)
            }
        case .list(let items): return .list(await Self.compute(items, arguments))
        default: return self
        }
    }
}
