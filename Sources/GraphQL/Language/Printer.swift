extension Document {
    /// The document in its canonical form, as graphql-js prints it.
    public var printed: String { root.printed }
}

extension Syntax {
    /// The node in its canonical form: two spaces a level, one selection or definition a line, arguments on one line
    /// unless it grows longer than 80 characters.
    public var printed: String {
        switch kind {
        case .document: printedDefinitions
        case .name, .intValue, .floatValue, .booleanValue, .nullValue, .enumValue, .directiveLocation: text
        case .operationDefinition, .fragmentDefinition, .variableDefinition, .selectionSet, .field, .fragmentSpread,
            .inlineFragment:
            printedExecutable
        case .variable: "$" + nameText
        case .argument, .objectField: "\(nameText): \(value?.printed ?? "")"
        case .directive: "@" + nameText + Layout.wrap("(", Layout.list(arguments), ")")
        case .stringValue: flags.contains(.isBlock) ? Layout.blockString(stringValue) : Layout.string(stringValue)
        case .listValue: "[" + Layout.list(children) + "]"
        case .objectValue: "{" + Layout.list(children) + "}"
        case .namedType: nameText
        case .listType: "[" + children.map(\.printed).joined() + "]"
        case .nonNullType: children.map(\.printed).joined() + "!"
        case .typeCoordinate, .memberCoordinate, .argumentCoordinate, .directiveCoordinate,
            .directiveArgumentCoordinate:
            printedCoordinate
        default: printedTypeSystem
        }
    }

    /// Definitions with an empty line between them. A query gets its keyword where its brace would be read as that of
    /// the type before it, which has none.
    private var printedDefinitions: String {
        var parts: [String] = []
        var mayGoOn = false
        for definition in children {
            let text = definition.printed
            parts.append(mayGoOn && text.utf8.first == UInt8(ascii: "{") ? "query " + text : text)
            mayGoOn = definition.kind.takesMembers && text.utf8.last != UInt8(ascii: "}")
        }
        return parts.joined(separator: "\n\n")
    }

    private var printedCoordinate: String {
        let names = children.map(\.text)
        return switch kind {
        case .memberCoordinate: "\(names[0]).\(names[1])"
        case .argumentCoordinate: "\(names[0]).\(names[1])(\(names[2]):)"
        case .directiveCoordinate: "@\(names[0])"
        case .directiveArgumentCoordinate: "@\(names[0])(\(names[1]):)"
        default: names[0]
        }
    }

    private var printedExecutable: String {
        let directives = Layout.words(self.directives.map(\.printed))
        let selections = selectionSet?.printed ?? ""
        switch kind {
        case .operationDefinition:
            let definitions = variableDefinitions.map(\.printed)
            let variables =
                Layout.hasSeveralLines(definitions)
                ? "(\n" + definitions.joined(separator: "\n") + "\n)"
                : Layout.wrap("(", definitions.joined(separator: ", "), ")")
            let head = printedDescription + Layout.words([operation.keyword, nameText + variables, directives])
            // A query of which nothing else is told leaves its keyword out.
            return head == "query" ? selections : Layout.words([head, selections])
        case .fragmentDefinition:
            return printedDescription
                + Layout.words(["fragment", nameText, "on", typeCondition?.printed ?? "", directives, selections])
        case .variableDefinition:
            return printedDescription
                + Layout.words([
                    "\(variable?.printed ?? ""): \(type?.printed ?? "")", Layout.wrap("= ", value?.printed ?? ""),
                    directives,
                ])
        case .selectionSet: return Layout.block(children)
        case .field: return Layout.words([printedFieldHead, directives, selections])
        case .fragmentSpread: return Layout.words(["...\(nameText)", directives])
        default:
            let condition = Layout.wrap("on ", typeCondition?.printed ?? "")
            return Layout.words(["...", condition, directives, selections])
        }
    }

    /// Alias, name and arguments, which go on lines of their own when they do not fit one.
    private var printedFieldHead: String {
        let name = Layout.wrap("", alias?.text ?? "", ": ") + nameText
        let line = name + Layout.wrap("(", Layout.list(arguments), ")")
        guard line.utf16.count > Layout.longestLine else { return line }
        return name + Layout.wrap("(\n", Layout.indent(arguments.map(\.printed).joined(separator: "\n")), "\n)")
    }

    /// The description on lines of its own, if there is one.
    var printedDescription: String { Layout.wrap("", description?.printed ?? "", "\n") }
}

/// How printed parts are put together.
enum Layout {
    /// How long a field with its arguments may get, in UTF-16 units without indentation.
    static let longestLine = 80

    /// Parts with a space between them; empty ones are left out.
    static func words(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Something around a text, or nothing if there is none.
    static func wrap(_ before: String, _ text: String, _ after: String = "") -> String {
        text.isEmpty ? "" : before + text + after
    }

    static func list(_ nodes: some Sequence<Syntax>) -> String {
        nodes.map(\.printed).joined(separator: ", ")
    }

    /// Nodes in braces, each on a line of its own; nothing if there are none.
    static func block(_ nodes: some Sequence<Syntax>) -> String {
        wrap("{\n", indent(nodes.map(\.printed).joined(separator: "\n")), "\n}")
    }

    /// Two spaces before every line; of nested selections each is written again for every level around it.
    static func indent(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        var bytes = Array("  ".utf8)
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == UInt8(ascii: "\n") { bytes += [0x20, 0x20] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func hasSeveralLines(_ parts: [String]) -> Bool {
        parts.contains { $0.utf8.contains(UInt8(ascii: "\n")) }
    }

    /// Replaces byte by byte: by characters, a quote with an accent on it would be no quote.
    static func replacing(_ pattern: String, in text: String, with replacement: String) -> String {
        let parts = Array(text.utf8).split(separator: Array(pattern.utf8), omittingEmptySubsequences: false)
        return String(decoding: Array(parts.joined(separator: replacement.utf8)), as: UTF8.self)
    }
}
