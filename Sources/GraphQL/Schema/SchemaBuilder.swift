/// Makes a `Schema` of definitions that keep the SDL rules.
///
/// Values need types and types hold values (defaults, arguments of directives), so it goes in steps: names become
/// `TypeID`s, the input half of the schema is built without defaults, defaults are coerced by it, then everything is.
struct SchemaBuilder {
    let definitions: SchemaDefinitions
    let base: Schema?
    let scalars: [String: ScalarCoercion]
    let defaults: DefaultValues
    /// What the arguments of each directive are, without directives of their own.
    let directiveArguments: [String: [InputValueDefinition]]

    /// Throws if a name is referred to that nothing defines.
    init(
        extending base: Schema?, with document: Document, scalars: [String: ScalarCoercion]
    ) throws(GraphQLError) {
        let definitions = SchemaDefinitions(extending: base, with: document)
        let defaults = DefaultValues(inputs: try definitions.inputHalf(scalars: scalars))
        self.definitions = definitions
        self.base = base
        self.scalars = scalars
        self.defaults = defaults
        var directiveArguments: [String: [InputValueDefinition]] = [:]
        for directive in definitions.directives {
            directiveArguments[directive.nameText] = try directive.children(.inputValueDefinition).map {
                node throws(GraphQLError) in
                let type = try definitions.reference(node.type)
                return InputValueDefinition(
                    name: node.nameText, type: type, defaultValue: defaults.value(of: node, type: type), syntax: node)
            }
        }
        self.directiveArguments = directiveArguments
    }

    func build() throws(GraphQLError) -> Schema {
        let roots = try rootTypes()
        return Schema(
            description: definitions.schema.first { $0.kind == .schemaDefinition }?.descriptionText,
            types: try definitions.types.indices.map { index throws(GraphQLError) in try type(at: index) },
            directives: try definitions.directives.map { node throws(GraphQLError) in try directive(node) },
            queryType: roots[.query], mutationType: roots[.mutation], subscriptionType: roots[.subscription],
            schemaDirectives: appliedDirectives(definitions.schema), syntax: definitions.schema, scalars: scalars
        )
    }

    /// The types operations begin in: those the `schema` definition and its extensions name, or without a definition
    /// those with the default names (specification section 3.3.1).
    private func rootTypes() throws(GraphQLError) -> [OperationKind: TypeID] {
        var roots: [OperationKind: TypeID] = [:]
        for operation in OperationKind.allCases { roots[operation] = base?.rootType(operation)?.id }
        for node in definitions.schema.flatMap({ $0.children(.operationTypeDefinition) }) {
            roots[node.operation] = try definitions.typeID(node.firstChild(.namedType))
        }
        guard base == nil, !definitions.schema.contains(where: { $0.kind == .schemaDefinition }) else { return roots }
        for operation in OperationKind.allCases {
            if let id = definitions.typeIDs[operation.defaultTypeName] { roots[operation] = id }
        }
        return roots
    }
}

extension OperationKind {
    /// What the root type is called unless the schema says otherwise.
    var defaultTypeName: String {
        switch self {
        case .query: "Query"
        case .mutation: "Mutation"
        case .subscription: "Subscription"
        }
    }
}

extension SchemaDefinitions {
    /// The type a type reference names, in its wrappers.
    func reference(_ node: Syntax?) throws(GraphQLError) -> TypeReference {
        switch node?.kind {
        case .listType: .list(try reference(node?.type))
        case .nonNullType: .nonNull(try reference(node?.type))
        default: .named(try typeID(node))
        }
    }

    func typeID(_ node: Syntax?) throws(GraphQLError) -> TypeID {
        let name = node?.nameText ?? ""
        guard let id = typeIDs[name] else {
            throw GraphQLError("Unknown type: \"\(name)\".", at: node.map { [$0] } ?? [])
        }
        return id
    }

    /// Scalars, enums and input objects as far as coercing needs them, without any default; all other types by name
    /// and kind only.
    fileprivate func inputHalf(scalars: [String: ScalarCoercion]) throws(GraphQLError) -> Schema {
        let inputs = try types.enumerated().map { index, entry throws(GraphQLError) in
            TypeDefinition(
                id: TypeID(index), kind: entry.kind, name: entry.name,
                enumValues: entry.members(.enumValueDefinition).map { EnumValueDefinition(name: $0.nameText) },
                inputFields: try entry.members(.inputValueDefinition).map { node throws(GraphQLError) in
                    InputValueDefinition(name: node.nameText, type: try reference(node.type), syntax: node)
                },
                isOneOf: entry.isOneOf
            )
        }
        return Schema(types: inputs, directives: [], queryType: nil, scalars: scalars)
    }
}

extension SchemaDefinitions.Entry {
    var kind: TypeKind { syntax.first?.kind.typeKind ?? .scalar }

    var isOneOf: Bool { directive("oneOf") != nil }

    /// The first use of a directive on the definition or an extension.
    func directive(_ name: String) -> Syntax? {
        for node in syntax {
            if let found = node.directive(name) { return found }
        }
        return nil
    }

    /// Children of the definition and its extensions, for example fields.
    func members(_ kind: SyntaxKind) -> [Syntax] { syntax.flatMap { $0.children(kind) } }
}

extension Syntax {
    /// The first use of a directive on the node.
    func directive(_ name: String) -> Syntax? { directives.first { $0.nameText == name } }

    /// The value given for an argument of a field or directive.
    func argument(_ name: String) -> Syntax? { arguments.first { $0.nameText == name }?.value }

    /// What the description in front of a definition says.
    var descriptionText: String? { description?.stringValue }
}
