extension Schema {
    /// What is wrong with the types as a whole (specification sections 3.3 to 3.13, "Type Validation").
    ///
    /// A schema made of definitions that keep the SDL rules may still say what no server can answer, for example a type
    /// that lacks a field of its interface. `Schema(sdl:)` throws these errors.
    public func check() -> [GraphQLError] {
        var checks = SchemaChecks(schema: self)
        checks.checkRootTypes()
        for directive in directives { checks.check(directive) }
        for type in types where !BuiltIns.introspectionNames.contains(type.name) { checks.check(type) }
        checks.checkAppliedDirectives()
        checks.checkInputCircles()
        checks.checkDefaultCircles()
        return checks.found.errors()
    }
}

/// The checks of one schema and what they found.
struct SchemaChecks {
    let schema: Schema
    private(set) var found = PlacedErrors()

    init(schema: Schema) {
        self.schema = schema
    }

    mutating func report(_ message: String, at nodes: [Syntax?]) {
        found.add(message, at: nodes.compactMap(\.self))
    }

    mutating func check(_ type: TypeDefinition) {
        checkName(type.name, at: type.syntax.first)
        switch type.kind {
        case .scalar: break
        case .object, .interface:
            checkFields(of: type)
            checkInterfaces(of: type)
        case .union: checkMembers(of: type)
        case .enum: checkEnumValues(of: type)
        case .inputObject: checkInputFields(of: type)
        }
    }

    /// Names that begin with two underscores belong to introspection (section 2.1.9.1).
    mutating func checkName(_ name: String, at node: Syntax?) {
        guard name.utf8.starts(with: "__".utf8) else { return }
        report("Name \"\(name)\" must not begin with \"__\", which is reserved by GraphQL introspection.", at: [node])
    }
}

/// Root types (section 3.3.1) and directives (3.13).
extension SchemaChecks {
    mutating func checkRootTypes() {
        if schema.queryType == nil {
            report("Query root type must be provided.", at: [schema.syntax.first { $0.kind == .schemaDefinition }])
        }
        var uses: [TypeID: [OperationKind]] = [:]
        for operation in OperationKind.allCases {
            guard let type = schema.rootType(operation) else { continue }
            guard type.kind != .object else {
                uses[type.id, default: []].append(operation)
                continue
            }
            let name = operation.defaultTypeName
            let condition = operation == .query ? "" : " if provided"
            report(
                "\(name) root type must be Object type\(condition), it cannot be \(type.name).",
                at: [rootNode(operation) ?? type.syntax.first])
        }
        for (id, operations) in uses.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where operations.count > 1 {
            let names = operations.map(\.keyword)
            let list = names.count == 2 ? names.joined(separator: " and ") : "\(names[0]), \(names[1]), and \(names[2])"
            report(
                "All root types must be different, \"\(schema[id].name)\" type is used as \(list) root types.",
                at: operations.map(rootNode))
        }
    }

    /// Where the schema names the type of an operation.
    private func rootNode(_ operation: OperationKind) -> Syntax? {
        schema.syntax.lazy.flatMap { $0.children(.operationTypeDefinition) }
            .first { $0.operation == operation }?.firstChild(.namedType)
    }

    mutating func check(_ directive: DirectiveDefinition) {
        checkName(directive.name, at: directive.syntax)
        for argument in directive.arguments {
            checkArgument(argument, "@\(directive.name)(\(argument.name):)", place: argument.syntax)
        }
    }
}
