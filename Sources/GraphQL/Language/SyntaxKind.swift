/// Kinds of nodes in a syntax tree, named for the productions of the specification (appendix C).
///
/// Each case lists its children in the order they stand in the tree; `?` may be absent, `*` repeats.
public enum SyntaxKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// definitions*
    case document
    /// A name; its text is the node's range.
    case name

    // Executable definitions

    /// description? name? variableDefinition* directive* selectionSet; `operation` flag; `isShorthand` flag for `{ … }`.
    case operationDefinition
    /// description? name namedType directive* selectionSet
    case fragmentDefinition
    /// description? variable type defaultValue? directive*
    case variableDefinition
    /// name (the range includes the `$`)
    case variable
    /// (field | fragmentSpread | inlineFragment)*
    case selectionSet
    /// alias name? name argument* directive* selectionSet?; the `hasAlias` flag says whether two names lead.
    case field
    /// name value
    case argument
    /// name directive*
    case fragmentSpread
    /// namedType? directive* selectionSet
    case inlineFragment
    /// name argument*
    case directive

    // Values

    /// The digits as written.
    case intValue
    /// The number as written.
    case floatValue
    /// The range includes the quotes; the `isBlock` flag tells `"""` from `"`.
    case stringValue
    /// `true` or `false`.
    case booleanValue
    /// `null`.
    case nullValue
    /// The name as written.
    case enumValue
    /// value*
    case listValue
    /// objectField*
    case objectValue
    /// name value
    case objectField

    // Type references

    /// name
    case namedType
    /// type
    case listType
    /// type
    case nonNullType

    // Type system definitions

    /// description? directive* operationTypeDefinition*
    case schemaDefinition
    /// namedType; `operation` flag.
    case operationTypeDefinition
    /// description? name directive*
    case scalarTypeDefinition
    /// description? name namedType* (interfaces) directive* fieldDefinition*
    case objectTypeDefinition
    /// description? name inputValueDefinition* type directive*
    case fieldDefinition
    /// description? name type defaultValue? directive*
    case inputValueDefinition
    /// description? name namedType* (interfaces) directive* fieldDefinition*
    case interfaceTypeDefinition
    /// description? name directive* namedType* (members)
    case unionTypeDefinition
    /// description? name directive* enumValueDefinition*
    case enumTypeDefinition
    /// description? name directive*
    case enumValueDefinition
    /// description? name directive* inputValueDefinition*
    case inputObjectTypeDefinition
    /// description? name inputValueDefinition* directiveLocation*; the `isRepeatable` flag.
    case directiveDefinition
    /// The location's name as written, for example `FIELD_DEFINITION`.
    case directiveLocation

    // Type system extensions: as the definitions, without descriptions

    /// directive* operationTypeDefinition*
    case schemaExtension
    /// name directive*
    case scalarTypeExtension
    /// name namedType* directive* fieldDefinition*
    case objectTypeExtension
    /// name namedType* directive* fieldDefinition*
    case interfaceTypeExtension
    /// name directive* namedType*
    case unionTypeExtension
    /// name directive* enumValueDefinition*
    case enumTypeExtension
    /// name directive* inputValueDefinition*
    case inputObjectTypeExtension

    // Schema coordinates

    /// name
    case typeCoordinate
    /// name name
    case memberCoordinate
    /// name name name
    case argumentCoordinate
    /// name
    case directiveCoordinate
    /// name name
    case directiveArgumentCoordinate
}

/// The three operations of GraphQL.
public enum OperationKind: UInt8, Sendable, CaseIterable {
    case query
    case mutation
    case subscription

    /// The keyword that begins such an operation.
    public var keyword: String {
        switch self {
        case .query: "query"
        case .mutation: "mutation"
        case .subscription: "subscription"
        }
    }
}
