extension Syntax {
    /// Type system definitions and extensions.
    var printedTypeSystem: String {
        switch kind {
        case .operationTypeDefinition: return "\(operation.keyword): \(typeCondition?.printed ?? "")"
        case .fieldDefinition:
            return printedDescription
                + Layout.words(["\(nameText)\(printedParameters): \(type?.printed ?? "")", printedDirectives])
        case .inputValueDefinition:
            return printedDescription
                + Layout.words([
                    "\(nameText): \(type?.printed ?? "")", Layout.wrap("= ", value?.printed ?? ""), printedDirectives,
                ])
        case .enumValueDefinition: return printedDescription + Layout.words([nameText, printedDirectives])
        case .directiveDefinition:
            let locations = children(.directiveLocation).map(\.text).joined(separator: " | ")
            let repeatable = flags.contains(.isRepeatable) ? "repeatable" : ""
            return printedDescription
                + Layout.words(["directive @\(nameText)\(printedParameters)", repeatable, "on", locations])
        default:
            let name = firstChild(.name)?.text ?? ""
            return printedDescription + Layout.words([printedKeyword, name] + printedTypeParts)
        }
    }

    /// What stands behind the keyword and the name of a type or schema definition or extension.
    private var printedTypeParts: [String] {
        switch kind {
        case .objectTypeDefinition, .objectTypeExtension, .interfaceTypeDefinition, .interfaceTypeExtension:
            let interfaces = children(.namedType).map(\.nameText).joined(separator: " & ")
            let fields = Layout.block(children(.fieldDefinition))
            return [Layout.wrap("implements ", interfaces), printedDirectives, fields]
        case .unionTypeDefinition, .unionTypeExtension:
            let members = children(.namedType).map(\.nameText).joined(separator: " | ")
            return [printedDirectives, Layout.wrap("= ", members)]
        case .enumTypeDefinition, .enumTypeExtension:
            return [printedDirectives, Layout.block(children(.enumValueDefinition))]
        case .inputObjectTypeDefinition, .inputObjectTypeExtension:
            return [printedDirectives, Layout.block(children(.inputValueDefinition))]
        case .schemaDefinition, .schemaExtension:
            return [printedDirectives, Layout.block(children(.operationTypeDefinition))]
        default: return [printedDirectives]
        }
    }

    private var printedKeyword: String {
        switch kind {
        case .schemaDefinition: "schema"
        case .scalarTypeDefinition: "scalar"
        case .objectTypeDefinition: "type"
        case .interfaceTypeDefinition: "interface"
        case .unionTypeDefinition: "union"
        case .enumTypeDefinition: "enum"
        case .inputObjectTypeDefinition: "input"
        case .schemaExtension: "extend schema"
        case .scalarTypeExtension: "extend scalar"
        case .objectTypeExtension: "extend type"
        case .interfaceTypeExtension: "extend interface"
        case .unionTypeExtension: "extend union"
        case .enumTypeExtension: "extend enum"
        case .inputObjectTypeExtension: "extend input"
        default: ""
        }
    }

    private var printedDirectives: String { Layout.words(directives.map(\.printed)) }

    /// The arguments a field or directive is defined with; on lines of their own if one of them takes several.
    private var printedParameters: String {
        let parameters = children(.inputValueDefinition).map(\.printed)
        return Layout.hasSeveralLines(parameters)
            ? "(\n" + Layout.indent(parameters.joined(separator: "\n")) + "\n)"
            : Layout.wrap("(", parameters.joined(separator: ", "), ")")
    }
}
