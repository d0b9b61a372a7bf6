/// A type's place in `Schema.types`: types refer to each other by it, so that they may form circles.
public struct TypeID: Hashable, Sendable {
    public let rawValue: Int32

    public init(_ rawValue: Int) {
        self.rawValue = Int32(rawValue)
    }
}

/// The six kinds of named types.
public enum TypeKind: Sendable {
    case scalar
    case object
    case interface
    case union
    case `enum`
    case inputObject
}

/// A use of a type with its wrappers.
public indirect enum TypeReference: Hashable, Sendable {
    case named(TypeID)
    case list(TypeReference)
    case nonNull(TypeReference)

    /// The type inside all wrappers.
    public var namedType: TypeID {
        switch self {
        case .named(let id): id
        case .list(let inner), .nonNull(let inner): inner.namedType
        }
    }

    public var isNonNull: Bool {
        if case .nonNull = self { true } else { false }
    }

    /// The type without an outer `!`.
    public var nullable: TypeReference {
        if case .nonNull(let inner) = self { inner } else { self }
    }
}

/// A named type. What does not apply to its kind is empty.
public final class TypeDefinition: Sendable {
    public let id: TypeID
    public let kind: TypeKind
    public let name: String
    public let description: String?
    public let directives: [AppliedDirective]
    /// Of objects and interfaces, in order of definition.
    public let fields: [FieldDefinition]
    private let fieldsByName: [String: FieldDefinition]
    /// Of objects and interfaces: the interfaces they declare.
    public let interfaces: [TypeID]
    /// Of unions: the member types.
    public let members: [TypeID]
    public let enumValues: [EnumValueDefinition]
    public let inputFields: [InputValueDefinition]
    /// Of input objects: exactly one field has to be given.
    public let isOneOf: Bool
    /// Of scalars.
    public let specifiedByURL: String?
    /// Which scalar of the specification it is, if one of them.
    public let builtInScalar: BuiltInScalar?
    /// The definition and its extensions; empty for built-in types.
    public let syntax: [Syntax]

    public init(
        id: TypeID, kind: TypeKind, name: String, description: String? = nil, directives: [AppliedDirective] = [],
        fields: [FieldDefinition] = [], interfaces: [TypeID] = [], members: [TypeID] = [],
        enumValues: [EnumValueDefinition] = [], inputFields: [InputValueDefinition] = [], isOneOf: Bool = false,
        specifiedByURL: String? = nil, syntax: [Syntax] = []
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.description = description
        self.directives = directives
        self.fields = fields
        self.fieldsByName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.interfaces = interfaces
        self.members = members
        self.enumValues = enumValues
        self.inputFields = inputFields
        self.isOneOf = isOneOf
        self.specifiedByURL = specifiedByURL
        self.builtInScalar = kind == .scalar ? BuiltInScalar(rawValue: name) : nil
        self.syntax = syntax
    }

    public func field(_ name: String) -> FieldDefinition? { fieldsByName[name] }

    public func inputField(_ name: String) -> InputValueDefinition? { inputFields.first { $0.name == name } }

    public func enumValue(_ name: String) -> EnumValueDefinition? { enumValues.first { $0.name == name } }

    /// Scalars and enums: written without a selection set.
    public var isLeaf: Bool { kind == .scalar || kind == .enum }

    /// Objects, interfaces and unions: need a selection set.
    public var isComposite: Bool { kind == .object || kind == .interface || kind == .union }

    /// Interfaces and unions.
    public var isAbstract: Bool { kind == .interface || kind == .union }

    public var isInput: Bool { isLeaf || kind == .inputObject }
}

/// A field of an object or interface.
public final class FieldDefinition: Sendable {
    public let name: String
    public let description: String?
    public let arguments: [InputValueDefinition]
    public let type: TypeReference
    /// The type inside all wrappers.
    public let namedType: TypeID
    public let directives: [AppliedDirective]
    public let deprecationReason: String?
    public let syntax: Syntax?

    public init(
        name: String, description: String? = nil, arguments: [InputValueDefinition] = [], type: TypeReference,
        directives: [AppliedDirective] = [], deprecationReason: String? = nil, syntax: Syntax? = nil
    ) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.type = type
        self.namedType = type.namedType
        self.directives = directives
        self.deprecationReason = deprecationReason
        self.syntax = syntax
    }

    public func argument(_ name: String) -> InputValueDefinition? { arguments.first { $0.name == name } }
}

/// An argument of a field or directive, or a field of an input object.
public final class InputValueDefinition: Sendable {
    public let name: String
    public let description: String?
    public let type: TypeReference
    /// The default, coerced; nil if there is none (a default of null is `.null`) or if it does not fit the type.
    public let defaultValue: InputValue?
    /// Whether a default is written, fitting or not.
    public let hasDefault: Bool
    public let directives: [AppliedDirective]
    public let deprecationReason: String?
    public let syntax: Syntax?

    public init(
        name: String, description: String? = nil, type: TypeReference, defaultValue: InputValue? = nil,
        directives: [AppliedDirective] = [], deprecationReason: String? = nil, syntax: Syntax? = nil
    ) {
        self.name = name
        self.description = description
        self.type = type
        self.defaultValue = defaultValue
        self.hasDefault = defaultValue != nil || syntax?.value != nil
        self.directives = directives
        self.deprecationReason = deprecationReason
        self.syntax = syntax
    }

    /// Whether a value has to be given (specification section 5.4.3).
    public var isRequired: Bool { type.isNonNull && !hasDefault }
}

/// A value of an enum.
public final class EnumValueDefinition: Sendable {
    public let name: String
    public let description: String?
    public let directives: [AppliedDirective]
    public let deprecationReason: String?
    public let syntax: Syntax?

    public init(
        name: String, description: String? = nil, directives: [AppliedDirective] = [],
        deprecationReason: String? = nil, syntax: Syntax? = nil
    ) {
        self.name = name
        self.description = description
        self.directives = directives
        self.deprecationReason = deprecationReason
        self.syntax = syntax
    }
}

/// A directive as it stands on a definition, its arguments coerced and defaults filled in.
public struct AppliedDirective: Sendable {
    public let name: String
    public let arguments: InputObject

    public init(name: String, arguments: InputObject) {
        self.name = name
        self.arguments = arguments
    }
}

/// The definition of a directive.
public final class DirectiveDefinition: Sendable {
    public let name: String
    public let description: String?
    public let arguments: [InputValueDefinition]
    /// As written in the language, for example `FIELD_DEFINITION`.
    public let locations: [String]
    public let isRepeatable: Bool
    public let syntax: Syntax?

    public init(
        name: String, description: String? = nil, arguments: [InputValueDefinition] = [], locations: [String],
        isRepeatable: Bool = false, syntax: Syntax? = nil
    ) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.locations = locations
        self.isRepeatable = isRepeatable
        self.syntax = syntax
    }

    public func argument(_ name: String) -> InputValueDefinition? { arguments.first { $0.name == name } }
}
