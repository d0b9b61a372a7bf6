extension Schema {
    /// The schema in the schema definition language, in the order it was defined; what is built in is left out, and
    /// of directives on definitions all but `@deprecated`, `@specifiedBy` and `@oneOf`.
    public var printed: String {
        let printer = SchemaPrinter(schema: self)
        let custom = directives.filter { BuiltIns.directives[$0.name] == nil }
        let parts = [printer.schemaDefinition].compactMap(\.self) + custom.map(printer.directive)
        return (parts + types.filter { BuiltIns.types[$0.name] == nil }.map(printer.type)).joined(separator: "\n\n")
    }
}

/// Writes the definitions of a schema as graphql-js does.
private struct SchemaPrinter {
    let schema: Schema

    /// Nil if it says only what holds anyway, root types with the default names, or if there are no root types.
    var schemaDefinition: String? {
        let isDefault = OperationKind.allCases.allSatisfy {
            schema.rootType($0)?.id == schema.type($0.defaultTypeName)?.id
        }
        let roots = OperationKind.allCases.compactMap { operation in
            schema.rootType(operation).map { "  \(operation.keyword): \($0.name)" }
        }
        guard !roots.isEmpty, !isDefault || schema.description != nil else { return nil }
        return description(schema.description) + "schema {\n\(roots.joined(separator: "\n"))\n}"
    }

    func directive(_ directive: DirectiveDefinition) -> String {
        description(directive.description) + "directive @\(directive.name)" + arguments(directive.arguments)
            + (directive.isRepeatable ? " repeatable" : "") + " on " + directive.locations.joined(separator: " | ")
    }

    func type(_ type: TypeDefinition) -> String {
        description(type.description) + "\(type.kind.keyword) \(type.name)" + body(type)
    }

    /// What follows a type's name.
    private func body(_ type: TypeDefinition) -> String {
        switch type.kind {
        case .scalar:
            return type.specifiedByURL.map { " @specifiedBy(url: \(Layout.string($0)))" } ?? ""
        case .object, .interface:
            let interfaces = type.interfaces.map { schema[$0].name }.joined(separator: " & ")
            return (interfaces.isEmpty ? "" : " implements \(interfaces)")
                + block(type.fields, description: \.description, line: field)
        case .union:
            let members = type.members.map { schema[$0].name }.joined(separator: " | ")
            return members.isEmpty ? "" : " = \(members)"
        case .enum:
            return block(type.enumValues, description: \.description) { $0.name + deprecation($0.deprecationReason) }
        case .inputObject:
            return (type.isOneOf ? " @oneOf" : "")
                + block(type.inputFields, description: \.description, line: inputValue)
        }
    }

    private func field(_ field: FieldDefinition) -> String {
        field.name + arguments(field.arguments, indentation: "  ") + ": \(schema.print(field.type))"
            + deprecation(field.deprecationReason)
    }

    private func inputValue(_ definition: InputValueDefinition) -> String {
        "\(definition.name): \(schema.print(definition.type))"
            + (schema.printedDefault(of: definition).map { " = \($0)" } ?? "")
            + deprecation(definition.deprecationReason)
    }

    /// On one line unless one of them has a description.
    private func arguments(_ arguments: [InputValueDefinition], indentation: String = "") -> String {
        guard !arguments.isEmpty else { return "" }
        guard arguments.contains(where: { $0.description != nil }) else {
            return "(\(arguments.map(inputValue).joined(separator: ", ")))"
        }
        let lines = described(arguments, indentation: indentation + "  ", description: \.description, line: inputValue)
        return "(\n\(lines)\n\(indentation))"
    }

    /// Members in braces, nothing if there are none.
    private func block<Member>(
        _ members: [Member], description: (Member) -> String?, line: (Member) -> String
    ) -> String {
        guard !members.isEmpty else { return "" }
        return " {\n\(described(members, indentation: "  ", description: description, line: line))\n}"
    }

    /// A line a member, one with a description set apart from the line before it.
    private func described<Member>(
        _ members: [Member], indentation: String, description text: (Member) -> String?, line: (Member) -> String
    ) -> String {
        members.enumerated().map { index, member in
            let described = text(member) != nil && index > 0 ? "\n" : ""
            return described + description(text(member), indentation: indentation) + indentation + line(member)
        }.joined(separator: "\n")
    }

    private func description(_ text: String?, indentation: String = "") -> String {
        guard let text else { return "" }
        let string = text.isPrintableAsBlockString ? Layout.blockString(text) : Layout.string(text)
        let lines = string.split(separator: "\n", omittingEmptySubsequences: false)
        return indentation + lines.joined(separator: "\n" + indentation) + "\n"
    }

    private func deprecation(_ reason: String?) -> String {
        guard let reason else { return "" }
        return reason == BuiltIns.deprecationReason ? " @deprecated" : " @deprecated(reason: \(Layout.string(reason)))"
    }
}

extension TypeKind {
    /// The keyword that begins the definition of such a type.
    var keyword: String {
        switch self {
        case .scalar: "scalar"
        case .object: "type"
        case .interface: "interface"
        case .union: "union"
        case .enum: "enum"
        case .inputObject: "input"
        }
    }
}

extension String {
    /// Whether a block string can mean exactly this text: no control characters, no blank first or last line, no
    /// indentation common to all lines.
    var isPrintableAsBlockString: Bool {
        guard !isEmpty else { return true }
        let isPlain = unicodeScalars.allSatisfy { $0.value >= 0x10 || $0 == "\n" || $0 == "\t" }
        let lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        let isBlank = lines.map { $0.allSatisfy { $0 == " " || $0 == "\t" } }
        guard isPlain, isBlank.first == false, isBlank.last == false else { return false }
        let written = zip(lines, isBlank).filter { !$0.1 }
        let isIndented = written.allSatisfy { $0.0.first == " " || $0.0.first == "\t" }
        return !(isIndented && lines.count > 1)
    }
}
