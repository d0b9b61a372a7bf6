extension Schema {
    /// The schema as a document to read, in Markdown: the root fields first, then all types by name, each with its
    /// description, its fields and what links them.
    public func markdown(title: String) -> String {
        let roots = [OperationKind.query, .mutation, .subscription].compactMap(rootType)
        let others = types.filter { type in
            type.builtInScalar == nil && !type.name.hasPrefix("__") && !roots.contains { $0 === type }
        }.sorted { $0.name < $1.name }
        let sections = roots.map(section) + others.map(section) + [directiveSection]
        return "# \(title)\n\n" + sections.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func section(_ type: TypeDefinition) -> String {
        var lines = ["## \(type.name)", ""]
        if let description = type.description { lines += [Self.oneLine(description), ""] }
        let kind =
            type.kind == .inputObject ? "Input" : "\(type.kind)".prefix(1).uppercased() + "\(type.kind)".dropFirst()
        var facts = kind
        if !type.interfaces.isEmpty { facts += ", implements " + links(type.interfaces) }
        if type.isAbstract { facts += ": " + links(possibleTypes(type.id)) }
        if type.isOneOf { facts += ", exactly one field is given" }
        if let url = type.specifiedByURL { facts += ", [specified here](\(url))" }
        lines += ["\(facts).", ""]
        let members =
            type.fields.flatMap(items) + type.inputFields.map { item($0, indent: "") }
            + type.enumValues.map { "- `\($0.name)`" + Self.told($0.description, $0.deprecationReason) }
        return (lines + members + (members.isEmpty ? [] : [""])).joined(separator: "\n")
    }

    /// A field and its arguments.
    private func items(_ field: FieldDefinition) -> [String] {
        ["- **\(field.name)**: \(link(field.type))" + Self.told(field.description, field.deprecationReason)]
            + field.arguments.map { item($0, indent: "  ") }
    }

    private func item(_ value: InputValueDefinition, indent: String) -> String {
        let given = printedDefault(of: value).map { " = `\($0)`" } ?? ""
        return "\(indent)- **\(value.name)**: \(link(value.type))\(given)"
            + Self.told(value.description, value.deprecationReason)
    }

    private var directiveSection: String {
        let own = directives.filter { $0.syntax != nil }
        guard !own.isEmpty else { return "" }
        let items = own.sorted { $0.name < $1.name }.flatMap { directive in
            ["- **@\(directive.name)**" + Self.told(directive.description, nil)]
                + directive.arguments.map { item($0, indent: "  ") }
        }
        return (["## Directives", ""] + items + [""]).joined(separator: "\n")
    }

    private func links(_ types: [TypeID]) -> String {
        types.map { self[$0].name }.sorted().map(Self.link).joined(separator: ", ")
    }

    /// The type as it is written, where its name leads to its section.
    private func link(_ type: TypeReference) -> String {
        switch type {
        case .named(let id): self[id].builtInScalar == nil ? Self.link(self[id].name) : self[id].name
        case .list(let inner): "\\[\(link(inner))\\]"
        case .nonNull(let inner): "\(link(inner))!"
        }
    }

    private static func link(_ name: String) -> String { "[\(name)](#\(name.lowercased()))" }

    private static func told(_ description: String?, _ deprecation: String?) -> String {
        (description.map { " – \(oneLine($0))" } ?? "") + (deprecation.map { " *Deprecated: \(oneLine($0))*" } ?? "")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
