/// What a type owes the interfaces it implements (specification sections 3.6 and 3.7, "IsValidImplementation").
extension SchemaChecks {
    mutating func checkInterfaces(of type: TypeDefinition) {
        var seen: Set<TypeID> = []
        for id in type.interfaces where !found.isFull {
            let interface = schema[id]
            var nodes: [Syntax] { type.references(to: interface.name) }
            if interface.kind != .interface {
                report(
                    "Type \(type.name) must only implement Interface types, it cannot implement \(interface.name).",
                    at: nodes)
            } else if interface.id == type.id {
                report(
                    "Type \(type.name) cannot implement itself because it would create a circular reference.", at: nodes
                )
            } else if !seen.insert(id).inserted {
                report("Type \(type.name) can only implement \(interface.name) once.", at: nodes)
            } else {
                checkAncestors(of: type, through: interface)
                for field in interface.fields { checkField(field, of: interface, in: type) }
            }
        }
    }

    /// A type names every interface its interfaces implement.
    private mutating func checkAncestors(of type: TypeDefinition, through interface: TypeDefinition) {
        for id in interface.interfaces where !type.interfaces.contains(id) {
            let ancestor = schema[id]
            report(
                id == type.id
                    ? "Type \(type.name) cannot implement \(interface.name) because it would create a circular reference."
                    : "Type \(type.name) must implement \(ancestor.name) because it is implemented by \(interface.name).",
                at: interface.references(to: ancestor.name) + type.references(to: interface.name))
        }
    }

    private mutating func checkField(
        _ wanted: FieldDefinition, of interface: TypeDefinition, in type: TypeDefinition
    ) {
        let promise = "\(interface.name).\(wanted.name)"
        guard let field = type.field(wanted.name) else {
            return report(
                "Interface field \(promise) expected but \(type.name) does not provide it.",
                at: [wanted.syntax] + type.syntax)
        }
        let coordinate = "\(type.name).\(field.name)"
        if !schema.isSubtype(field.type, of: wanted.type) {
            report(
                "Interface field \(promise) expects type \(schema.print(wanted.type)) but \(coordinate) is type "
                    + "\(schema.print(field.type)).", at: [wanted.syntax?.type, field.syntax?.type])
        }
        checkArguments(of: field, coordinate, against: wanted, promise)
        if field.deprecationReason != nil, wanted.deprecationReason == nil {
            report(
                "Interface field \(promise) is not deprecated, so implementation field \(coordinate) must not be "
                    + "deprecated.", at: [field.syntax?.directive("deprecated"), field.syntax?.type])
        }
    }

    /// All arguments of the interface's field with the same types, and no required ones beside them.
    private mutating func checkArguments(
        of field: FieldDefinition, _ coordinate: String, against wanted: FieldDefinition, _ promise: String
    ) {
        for argument in wanted.arguments {
            guard let own = field.argument(argument.name) else {
                report(
                    "Interface field argument \(promise)(\(argument.name):) expected but \(coordinate) does not provide it.",
                    at: [argument.syntax, field.syntax])
                continue
            }
            guard own.type != argument.type else { continue }
            report(
                "Interface field argument \(promise)(\(argument.name):) expects type \(schema.print(argument.type)) but "
                    + "\(coordinate)(\(argument.name):) is type \(schema.print(own.type)).",
                at: [argument.syntax?.type, own.syntax?.type])
        }
        for own in field.arguments where own.isRequired && wanted.argument(own.name) == nil {
            report(
                "Argument \"\(coordinate)(\(own.name):)\" must not be required type \"\(schema.print(own.type))\" if not "
                    + "provided by the Interface field \"\(promise)\".", at: [own.syntax, wanted.syntax])
        }
    }
}

extension Schema {
    /// Whether every value of a type is one of another, wrappers included (specification section 3.6,
    /// "IsValidImplementationFieldType").
    public func isSubtype(_ type: TypeReference, of supertype: TypeReference) -> Bool {
        switch (type, supertype) {
        case (.nonNull(let type), .nonNull(let supertype)): isSubtype(type, of: supertype)
        case (.nonNull(let type), _): isSubtype(type, of: supertype)
        case (.list(let type), .list(let supertype)): isSubtype(type, of: supertype)
        case (.named(let type), .named(let supertype)): isSubtype(type, of: supertype)
        default: false
        }
    }
}
