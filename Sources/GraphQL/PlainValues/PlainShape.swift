/// What a field's type wants of the plain values found for it.
struct PlainShape: Sendable {
    /// How many lists are around the value.
    private let lists: Int
    private let type: TypeDefinition
    private let schema: Schema

    init(of field: FieldDefinition, schema: Schema) {
        lists = field.type.lists
        type = schema[field.namedType]
        self.schema = schema
    }

    /// Sorts values, one for each parent, into the layers of the field's type.
    func resolved(_ values: [PlainValue], for field: PlannedField) -> Resolved<PlainValue> {
        var resolved = Resolved<PlainValue>(
            layers: (0...lists).map { ResolvedLayer(slots: [], offsets: $0 < lists ? [0] : nil) }, values: [])
        for value in values { place(value, layer: 0, of: field, in: &resolved) }
        return resolved
    }

    private func place(
        _ value: PlainValue, layer: Int, of field: PlannedField, in resolved: inout Resolved<PlainValue>
    ) {
        let slot: Int32
        if case .null = value {
            slot = ResolvedLayer.null
        } else if let failure = failure(of: value, layer: layer, of: field) {
            resolved.failures.append(failure)
            slot = ResolvedLayer.slot(ofFailure: resolved.failures.count - 1)
        } else if layer < lists, case .list(let items) = value {
            for item in items { place(item, layer: layer + 1, of: field, in: &resolved) }
            let places = resolved.layers[layer + 1].slots?.count ?? 0
            resolved.layers[layer].offsets?.append(Int32(places))
            slot = Int32((resolved.layers[layer].offsets?.count ?? 0) - 2)
        } else {
            resolved.values.append(value)
            slot = Int32(resolved.values.count - 1)
        }
        resolved.layers[layer].slots?.append(slot)
    }

    /// Why a value cannot stand where it stands; nil if it can.
    private func failure(of value: PlainValue, layer: Int, of field: PlannedField) -> FieldError? {
        if case .failure(let failure) = value { return failure }
        if layer < lists {
            if case .list = value { return nil }
            return FieldError(
                "Expected Iterable, but did not find one for field \"\(field.coordinate)\".", extensions: [])
        }
        return type.isAbstract ? failure(ofTypename: value, of: field) : nil
    }

    /// Why the type an object names for itself does not do for an interface or union.
    private func failure(ofTypename value: PlainValue, of field: PlannedField) -> FieldError? {
        let name: String
        switch value["__typename"] ?? .null {
        case .string(let text): name = text
        case .null:
            return FieldError(
                "Abstract type \"\(type.name)\" must resolve to an Object type at runtime for field "
                    + "\"\(field.coordinate)\". Either the \"\(type.name)\" type should provide a \"resolveType\" "
                    + "function or each possible type should provide an \"isTypeOf\" function.", extensions: [])
        case let other:
            return FieldError(
                "Abstract type \"\(type.name)\" must resolve to an Object type at runtime for field "
                    + "\"\(field.coordinate)\" with value \(value.json.inspected), received "
                    + "\"\(other.json.inspected)\".", extensions: [])
        }
        guard let member = schema.type(name) else {
            return FieldError(
                "Abstract type \"\(type.name)\" was resolved to a type \"\(name)\" that does not exist inside the "
                    + "schema.", extensions: [])
        }
        guard member.kind == .object else {
            return FieldError(
                "Abstract type \"\(type.name)\" was resolved to a non-object type \"\(name)\".", extensions: [])
        }
        guard schema.isSubtype(member.id, of: type.id) else {
            return FieldError(
                "Runtime Object type \"\(name)\" is not a possible type for \"\(type.name)\".", extensions: [])
        }
        return nil
    }
}

extension TypeReference {
    fileprivate var lists: Int {
        switch self {
        case .named: 0
        case .nonNull(let inner): inner.lists
        case .list(let inner): inner.lists + 1
        }
    }
}
