extension SchemaBuilder {
    func type(at index: Int) throws(GraphQLError) -> TypeDefinition {
        let entry = definitions.types[index]
        let kind = entry.kind
        let named = try entry.members(.namedType).map { node throws(GraphQLError) in try definitions.typeID(node) }
        return TypeDefinition(
            id: TypeID(index), kind: kind, name: entry.name, description: entry.syntax.first?.descriptionText,
            directives: appliedDirectives(entry.syntax),
            fields: try entry.members(.fieldDefinition).map { node throws(GraphQLError) in try field(node) },
            interfaces: kind == .union ? [] : named, members: kind == .union ? named : [],
            enumValues: entry.members(.enumValueDefinition).map(enumValue),
            inputFields: try inputValues(entry.members(.inputValueDefinition)),
            isOneOf: entry.isOneOf,
            specifiedByURL: entry.directive("specifiedBy")?.argument("url")?.stringValue,
            syntax: entry.syntax.filter { $0.document !== BuiltIns.document }
        )
    }

    func directive(_ node: Syntax) throws(GraphQLError) -> DirectiveDefinition {
        DirectiveDefinition(
            name: node.nameText, description: node.descriptionText,
            arguments: try inputValues(node.children(.inputValueDefinition)),
            locations: node.children(.directiveLocation).map(\.text),
            isRepeatable: node.flags.contains(.isRepeatable), syntax: shown(node)
        )
    }

    private func field(_ node: Syntax) throws(GraphQLError) -> FieldDefinition {
        FieldDefinition(
            name: node.nameText, description: node.descriptionText,
            arguments: try inputValues(node.children(.inputValueDefinition)),
            type: try definitions.reference(node.type),
            directives: appliedDirectives([node]), deprecationReason: deprecationReason(node), syntax: shown(node)
        )
    }

    private func inputValues(_ nodes: some Sequence<Syntax>) throws(GraphQLError) -> [InputValueDefinition] {
        try nodes.map { node throws(GraphQLError) in
            let type = try definitions.reference(node.type)
            return InputValueDefinition(
                name: node.nameText, description: node.descriptionText, type: type,
                defaultValue: defaults.value(of: node, type: type), directives: appliedDirectives([node]),
                deprecationReason: deprecationReason(node), syntax: shown(node)
            )
        }
    }

    private func enumValue(_ node: Syntax) -> EnumValueDefinition {
        EnumValueDefinition(
            name: node.nameText, description: node.descriptionText, directives: appliedDirectives([node]),
            deprecationReason: deprecationReason(node), syntax: shown(node)
        )
    }

    /// The node, unless it stands in the built-in definitions: those have no place a user could look at.
    private func shown(_ node: Syntax) -> Syntax? { node.document === BuiltIns.document ? nil : node }
}

/// Directives on definitions.
extension SchemaBuilder {
    /// The directives some definitions carry. One nobody defines is left out, so is an argument that does not fit.
    func appliedDirectives(_ nodes: [Syntax]) -> [AppliedDirective] {
        nodes.flatMap(\.directives).compactMap { use in
            let name = use.nameText
            guard let arguments = directiveArguments[name] else { return nil }
            let values = arguments.compactMap { argument in
                let value = use.argument(argument.name).map { defaults.coerce($0, as: argument.type) }
                return (value ?? argument.defaultValue).map { InputField(argument.name, $0) }
            }
            return AppliedDirective(name: name, arguments: InputObject(values))
        }
    }

    /// Why a definition is deprecated; nil if it is not, or if null is given as the reason.
    private func deprecationReason(_ node: Syntax) -> String? {
        guard let use = node.directive("deprecated") else { return nil }
        guard let reason = use.argument("reason") else { return BuiltIns.deprecationReason }
        return reason.kind == .stringValue ? reason.stringValue : nil
    }
}
