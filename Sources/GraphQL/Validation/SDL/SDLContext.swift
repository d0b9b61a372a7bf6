/// What SDL rules ask about the definitions they check, and where they report.
final class SDLContext {
    let document: Document
    /// The schema that is extended; nil if a new one is made.
    let schema: Schema?
    /// Every definition and extension of the type system in the document.
    let definitions: [Syntax]
    /// The directives that may be used, by name: those of the schema or the built-in ones, and those of the document.
    let directives: [String: Syntax]
    /// Everything in the definitions that carries directives, and what that place is called.
    let places: [(node: Syntax, location: DirectiveLocation)]
    private var reports = PlacedErrors()

    init(document: Document, extending schema: Schema?) {
        self.document = document
        self.schema = schema
        definitions = document.root.children.filter {
            SDLContext.location(of: $0.kind) != nil || $0.kind == .directiveDefinition
        }
        var directives = BuiltIns.directives
        if let schema {
            directives = [:]
            for directive in schema.directives {
                directives[directive.name] = directive.syntax ?? BuiltIns.directives[directive.name]
            }
        }
        for definition in definitions where definition.kind == .directiveDefinition {
            directives[definition.nameText] = definition
        }
        self.directives = directives
        places = definitions.flatMap(SDLContext.places)
    }

    /// All uses of directives in the definitions.
    var directiveUses: some Sequence<Syntax> { places.lazy.flatMap(\.node.directives) }

    func report(_ message: String, at first: Syntax, _ others: Syntax...) {
        report(message, at: [first] + others)
    }

    func report(_ message: String, at nodes: [Syntax]) {
        reports.add(message, at: nodes)
    }

    /// What was reported, in order of the text.
    func errors() -> [GraphQLError] { reports.errorsInOrder() }

    /// Reports members of a type that are defined twice, be it in the document or in it and the schema.
    ///
    /// - Parameters:
    ///   - what: what the messages call a member, for example `Field`.
    ///   - isKnown: whether the schema's type of a name has a member of a name.
    func reportDuplicates(
        _ what: String, _ kinds: [SyntaxKind], members: [SyntaxKind], isKnown: (TypeDefinition, String) -> Bool
    ) {
        var known: [String: [String: Syntax]] = [:]
        for definition in definitions where kinds.contains(definition.kind) {
            let typeName = definition.nameText
            let existing = schema?.type(typeName)
            for member in definition.children where members.contains(member.kind) {
                guard let name = member.name else { continue }
                var coordinate: String { "\(what) \"\(typeName).\(name.text)\"" }
                if let existing, isKnown(existing, name.text) {
                    report(
                        "\(coordinate) already exists in the schema. It cannot also be defined in this type extension.",
                        at: name)
                } else if let first = known[typeName]?[name.text] {
                    report("\(coordinate) can only be defined once.", at: first, name)
                } else {
                    known[typeName, default: [:]][name.text] = name
                }
            }
        }
    }
}

extension SDLContext {
    /// A definition and everything below it that may carry directives.
    private static func places(_ definition: Syntax) -> [(node: Syntax, location: DirectiveLocation)] {
        let ownLocation = location(of: definition.kind)
        let own = ownLocation.map { [(node: definition, location: $0)] } ?? []
        let isInput = definition.kind.typeKind == .inputObject
        return own
            + definition.children.flatMap { child -> [(node: Syntax, location: DirectiveLocation)] in
                switch child.kind {
                case .fieldDefinition:
                    [(child, .fieldDefinition)]
                        + child.children(.inputValueDefinition).map { ($0, .argumentDefinition) }
                case .inputValueDefinition: [(child, isInput ? .inputFieldDefinition : .argumentDefinition)]
                case .enumValueDefinition: [(child, .enumValue)]
                default: []
                }
            }
    }

    /// Where a directive on a definition or extension stands; nil if it carries none.
    private static func location(of kind: SyntaxKind) -> DirectiveLocation? {
        switch kind.typeKind {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enum: .enum
        case .inputObject: .inputObject
        case nil: kind == .schemaDefinition || kind == .schemaExtension ? .schema : nil
        }
    }
}
