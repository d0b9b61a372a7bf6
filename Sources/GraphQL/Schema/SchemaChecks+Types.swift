/// Fields and arguments (specification section 3.6), union members (3.8), enum values (3.9).
extension SchemaChecks {
    mutating func checkFields(of type: TypeDefinition) {
        if type.fields.isEmpty { report("Type \(type.name) must define one or more fields.", at: type.syntax) }
        for field in type.fields {
            let coordinate = "\(type.name).\(field.name)"
            checkName(field.name, at: field.syntax)
            if schema[field.type.namedType].kind == .inputObject {
                report(
                    "The type of \(coordinate) must be Output Type but got: \(schema.print(field.type)).",
                    at: [field.syntax?.type])
            }
            for argument in field.arguments {
                checkArgument(argument, "\(coordinate)(\(argument.name):)", place: argument.syntax?.type)
            }
        }
    }

    /// - Parameter place: where an argument of the wrong kind of type is reported.
    mutating func checkArgument(_ argument: InputValueDefinition, _ coordinate: String, place: Syntax?) {
        checkName(argument.name, at: argument.syntax)
        checkInputType(argument.type, coordinate, place: place)
        if argument.isRequired, argument.deprecationReason != nil {
            report("Required argument \(coordinate) cannot be deprecated.", at: argument.deprecationNodes)
        }
        checkDefault(of: argument, coordinate)
    }

    mutating func checkInputType(_ type: TypeReference, _ coordinate: String, place: Syntax?) {
        guard !schema[type.namedType].isInput else { return }
        report("The type of \(coordinate) must be Input Type but got: \(schema.print(type)).", at: [place])
    }

    mutating func checkMembers(of union: TypeDefinition) {
        if union.members.isEmpty {
            report("Union type \(union.name) must define one or more member types.", at: union.syntax)
        }
        var seen: Set<TypeID> = []
        for id in union.members where !found.isFull {
            let member = schema[id]
            var nodes: [Syntax] { union.references(to: member.name) }
            if !seen.insert(id).inserted {
                report("Union type \(union.name) can only include type \(member.name) once.", at: nodes)
            } else if member.kind != .object {
                report(
                    "Union type \(union.name) can only include Object types, it cannot include \(member.name).",
                    at: nodes)
            }
        }
    }

    mutating func checkEnumValues(of type: TypeDefinition) {
        if type.enumValues.isEmpty { report("Enum type \(type.name) must define one or more values.", at: type.syntax) }
        for value in type.enumValues { checkName(value.name, at: value.syntax) }
    }
}

extension InputValueDefinition {
    /// Where it is deprecated, and its type.
    var deprecationNodes: [Syntax?] { [syntax?.directive("deprecated"), syntax?.type] }
}

extension TypeDefinition {
    /// Where it names a type as its interface or member.
    func references(to name: String) -> [Syntax] {
        syntax.flatMap { $0.children(.namedType) }.filter { $0.nameText == name }
    }
}
