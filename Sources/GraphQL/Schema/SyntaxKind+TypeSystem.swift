extension SyntaxKind {
    /// Which kind of type a definition or extension is about; nil for everything else.
    public var typeKind: TypeKind? {
        switch self {
        case .scalarTypeDefinition, .scalarTypeExtension: .scalar
        case .objectTypeDefinition, .objectTypeExtension: .object
        case .interfaceTypeDefinition, .interfaceTypeExtension: .interface
        case .unionTypeDefinition, .unionTypeExtension: .union
        case .enumTypeDefinition, .enumTypeExtension: .enum
        case .inputObjectTypeDefinition, .inputObjectTypeExtension: .inputObject
        default: nil
        }
    }

    /// Whether members in braces may follow its head, or not.
    var takesMembers: Bool {
        switch typeKind {
        case .object, .interface, .enum, .inputObject: true
        case .scalar, .union: false
        case nil: self == .schemaExtension
        }
    }

    /// Whether it defines a type.
    public var isTypeDefinition: Bool { typeKind != nil && !isTypeExtension }

    /// Whether it extends a type.
    public var isTypeExtension: Bool {
        switch self {
        case .scalarTypeExtension, .objectTypeExtension, .interfaceTypeExtension, .unionTypeExtension,
            .enumTypeExtension, .inputObjectTypeExtension:
            true
        default: false
        }
    }
}
