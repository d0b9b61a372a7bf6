/// The definitions and extensions a schema is built from, by what they define.
///
/// Types stand in the order graphql-js lists them: as defined, a built-in scalar where it is used first, introspection
/// last. Extending a schema keeps the places its types have and appends new ones, so that a `TypeID` stays valid.
struct SchemaDefinitions {
    /// One type: its definition, then its extensions.
    struct Entry {
        let name: String
        var syntax: [Syntax]
    }

    private(set) var types: [Entry] = []
    private(set) var typeIDs: [String: TypeID] = [:]
    private(set) var directives: [Syntax] = []
    /// The `schema` definition, if any, and its extensions.
    private(set) var schema: [Syntax] = []

    /// The definitions of a schema, if one is extended, and those of a document. Executable definitions are skipped.
    init(extending base: Schema?, with document: Document) {
        if let base { adopt(base) }
        var extensions: [String: [Syntax]] = [:]
        var defined: [Syntax] = []
        for definition in document.root.children {
            switch definition.kind {
            case .schemaDefinition, .schemaExtension: schema.append(definition)
            case .directiveDefinition: directives.append(definition)
            case let kind where kind.isTypeDefinition: defined.append(definition)
            case let kind where kind.isTypeExtension: extensions[definition.nameText, default: []].append(definition)
            default: continue
            }
        }
        extend(with: &extensions)
        for definition in defined {
            let name = definition.nameText
            add(name, [definition] + (extensions.removeValue(forKey: name) ?? []))
        }
        for root in schema.flatMap({ $0.children(.operationTypeDefinition) }) { addScalar(root.firstChild(.namedType)) }
        addBuiltIns()
    }

    private mutating func adopt(_ base: Schema) {
        for type in base.types {
            typeIDs[type.name] = type.id
            types.append(Entry(name: type.name, syntax: type.syntax.isEmpty ? builtIn(type.name) : type.syntax))
        }
        directives = base.directives.compactMap { $0.syntax ?? BuiltIns.directives[$0.name] }
        schema = base.syntax
    }

    /// Appends extensions to types that are there already.
    private mutating func extend(with extensions: inout [String: [Syntax]]) {
        for index in types.indices {
            guard let found = extensions.removeValue(forKey: types[index].name) else { continue }
            types[index].syntax += found
            addScalarsUsed(in: found)
        }
    }

    /// Adds a type unless its name is taken, and the built-in scalars it is the first to use.
    private mutating func add(_ name: String, _ syntax: [Syntax]) {
        guard typeIDs[name] == nil else { return }
        typeIDs[name] = TypeID(types.count)
        let builtIn = builtIn(name)
        types.append(Entry(name: name, syntax: builtIn.isEmpty ? syntax : builtIn))
        addScalarsUsed(in: syntax)
    }

    private mutating func addBuiltIns() {
        for name in BuiltIns.directiveNames where !directives.contains(where: { $0.nameText == name }) {
            if let definition = BuiltIns.directives[name] { directives.append(definition) }
        }
        for directive in directives { addScalars(ofInputs: directive) }
        for name in BuiltIns.introspectionNames { add(name, builtIn(name)) }
    }

    private mutating func addScalarsUsed(in syntax: [Syntax]) {
        for definition in syntax {
            for field in definition.children(.fieldDefinition) {
                addScalar(field.type)
                addScalars(ofInputs: field)
            }
            addScalars(ofInputs: definition)
            for member in definition.children(.namedType) { addScalar(member) }
        }
    }

    private mutating func addScalars(ofInputs definition: Syntax) {
        for input in definition.children(.inputValueDefinition) { addScalar(input.type) }
    }

    private mutating func addScalar(_ reference: Syntax?) {
        guard let name = reference?.nameText, BuiltIns.scalarNames.contains(name) else { return }
        add(name, builtIn(name))
    }

    private func builtIn(_ name: String) -> [Syntax] {
        BuiltIns.types[name].map { [$0] } ?? []
    }
}
