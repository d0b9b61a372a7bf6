/// Walks through two versions of a schema and notes what differs. Elements are matched by name.
struct SchemaComparison {
    let old: Schema
    let new: Schema
    private(set) var changes: [SchemaChange] = []

    init(old: Schema, new: Schema) {
        self.old = old
        self.new = new
    }

    mutating func note(_ severity: SchemaChange.Severity, _ coordinate: String, _ description: String) {
        changes.append(SchemaChange(severity, coordinate, description))
    }

    /// Notes what only one version has, and gives what both have.
    mutating func matched<Element>(
        _ old: [Element], _ new: [Element], name: (Element) -> String, removed: (Element) -> SchemaChange,
        added: (Element) -> SchemaChange
    ) -> [(old: Element, new: Element)] {
        let newByName = Dictionary(new.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        let oldNames = Set(old.map(name))
        changes += old.filter { newByName[name($0)] == nil }.map(removed)
        changes += new.filter { !oldNames.contains(name($0)) }.map(added)
        return old.compactMap { element in newByName[name(element)].map { (element, $0) } }
    }

    mutating func compare() {
        compareRoots()
        let types = matched(
            old.types.filter(Self.isDefined), new.types.filter(Self.isDefined), name: \.name,
            removed: { SchemaChange(.breaking, $0.name, "the type was removed") },
            added: { SchemaChange(.safe, $0.name, "the type was added") })
        for (old, new) in types { compare(old, new) }
        compareDirectives()
    }

    /// What every schema has is the same in both.
    private static func isDefined(_ type: TypeDefinition) -> Bool {
        type.builtInScalar == nil && !type.name.hasPrefix("__")
    }

    private mutating func compareRoots() {
        for operation in [OperationKind.query, .mutation, .subscription] {
            let (before, after) = (old.rootType(operation)?.name, new.rootType(operation)?.name)
            guard before != after else { continue }
            if let before {
                note(.breaking, before, "the type is no longer where a \(operation) begins")
            } else if let after {
                note(.safe, after, "the type is now where a \(operation) begins")
            }
        }
    }

    private mutating func compare(_ old: TypeDefinition, _ new: TypeDefinition) {
        guard old.kind == new.kind else {
            note(.breaking, old.name, "the type was \(old.kind.words) and is \(new.kind.words)")
            return
        }
        compareFields(old, new)
        compareInterfaces(old, new)
        compareMembers(old, new)
        compareEnumValues(old, new)
        compareInputFields(old, new)
    }

    private mutating func compareFields(_ old: TypeDefinition, _ new: TypeDefinition) {
        let fields = matched(
            old.fields, new.fields, name: \.name,
            removed: { SchemaChange(.breaking, "\(old.name).\($0.name)", "the field was removed") },
            added: { SchemaChange(.safe, "\(old.name).\($0.name)", "the field was added") })
        for (before, after) in fields {
            let coordinate = "\(old.name).\(before.name)"
            compareType(before.type, after.type, coordinate, isSafe: isSafeOutput(before.type, after.type))
            compareDeprecation(before.deprecationReason, after.deprecationReason, coordinate)
            compareAuthorization(old.directives + before.directives, new.directives + after.directives, coordinate)
            compareArguments(before.arguments, after.arguments) { "\(coordinate)(\($0):)" }
        }
    }

    private mutating func compareInterfaces(_ old: TypeDefinition, _ new: TypeDefinition) {
        let (before, after) = (names(old.interfaces, in: self.old), names(new.interfaces, in: self.new))
        for name in before where !after.contains(name) {
            note(.breaking, old.name, "the type no longer implements \(name)")
        }
        for name in after where !before.contains(name) {
            note(.dangerous, old.name, "the type now implements \(name), whose answers may hold it")
        }
    }

    private mutating func compareMembers(_ old: TypeDefinition, _ new: TypeDefinition) {
        let (before, after) = (names(old.members, in: self.old), names(new.members, in: self.new))
        for name in before where !after.contains(name) {
            note(.breaking, old.name, "\(name) is no longer a member of the union")
        }
        for name in after where !before.contains(name) {
            note(.dangerous, old.name, "\(name) is now a member of the union, whose answers may hold it")
        }
    }

    private mutating func compareEnumValues(_ old: TypeDefinition, _ new: TypeDefinition) {
        let values = matched(
            old.enumValues, new.enumValues, name: \.name,
            removed: { SchemaChange(.breaking, "\(old.name).\($0.name)", "the value was removed") },
            added: { SchemaChange(.dangerous, "\(old.name).\($0.name)", "the value was added; answers may hold it") })
        for (before, after) in values {
            compareDeprecation(before.deprecationReason, after.deprecationReason, "\(old.name).\(before.name)")
        }
    }

    private func names(_ types: [TypeID], in schema: Schema) -> [String] { types.map { schema[$0].name } }

    mutating func compareDeprecation(_ old: String?, _ new: String?, _ coordinate: String) {
        if old == nil, let new { note(.safe, coordinate, "it is now deprecated: \(new)") }
        if old != nil, new == nil { note(.safe, coordinate, "it is no longer deprecated") }
    }

    mutating func compareType(_ old: TypeReference, _ new: TypeReference, _ coordinate: String, isSafe: Bool) {
        let (before, after) = (self.old.print(old), self.new.print(new))
        guard before != after else { return }
        note(isSafe ? .safe : .breaking, coordinate, "the type was \(before) and is \(after)")
    }

    /// Whether whoever expects a value of the old type in an answer can take one of the new type.
    private func isSafeOutput(_ before: TypeReference, _ after: TypeReference) -> Bool {
        switch (before, after) {
        case (.nonNull(let before), .nonNull(let after)), (.list(let before), .list(let after)):
            isSafeOutput(before, after)
        case (_, .nonNull(let after)): isSafeOutput(before, after)
        case (.named(let before), .named(let after)):
            new.type(old[before].name).map { new.isSubtype(after, of: $0.id) } ?? false
        default: false
        }
    }
}

extension TypeKind {
    /// With its article.
    fileprivate var words: String {
        switch self {
        case .scalar: "a scalar"
        case .object: "an object"
        case .interface: "an interface"
        case .union: "a union"
        case .enum: "an enum"
        case .inputObject: "an input object"
        }
    }
}
