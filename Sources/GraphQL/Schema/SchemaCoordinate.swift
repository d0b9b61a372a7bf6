/// What a schema coordinate points to (specification section 3.14).
public enum SchemaElement: Sendable {
    case type(TypeDefinition)
    case field(FieldDefinition, of: TypeDefinition)
    case inputField(InputValueDefinition, of: TypeDefinition)
    case enumValue(EnumValueDefinition, of: TypeDefinition)
    case fieldArgument(InputValueDefinition, of: FieldDefinition, TypeDefinition)
    case directive(DirectiveDefinition)
    case directiveArgument(InputValueDefinition, of: DirectiveDefinition)

    /// What graphql-js calls such an element.
    public var kind: String {
        switch self {
        case .type: "NamedType"
        case .field: "Field"
        case .inputField: "InputField"
        case .enumValue: "EnumValue"
        case .fieldArgument: "FieldArgument"
        case .directive: "Directive"
        case .directiveArgument: "DirectiveArgument"
        }
    }
}

extension Schema {
    /// The element a coordinate such as `Query.movie(id:)` points to; nil if there is none.
    ///
    /// - Throws: the syntax error, if it is no coordinate.
    public func resolve(coordinate: String) throws(GraphQLError) -> SchemaElement? {
        let node = try parseSchemaCoordinate(Source(coordinate, name: "schema coordinate")).root
        let names = node.children.map(\.text)
        switch node.kind {
        case .typeCoordinate: return type(names[0]).map(SchemaElement.type)
        case .memberCoordinate: return type(names[0]).flatMap { $0.member(names[1]) }
        case .argumentCoordinate:
            guard let type = type(names[0]), let field = type.field(names[1]) else { return nil }
            return field.argument(names[2]).map { .fieldArgument($0, of: field, type) }
        case .directiveCoordinate: return directive(names[0]).map(SchemaElement.directive)
        default:
            guard let directive = directive(names[0]) else { return nil }
            return directive.argument(names[1]).map { .directiveArgument($0, of: directive) }
        }
    }
}

extension TypeDefinition {
    /// A field, input field or enum value of the type.
    fileprivate func member(_ name: String) -> SchemaElement? {
        switch kind {
        case .enum: enumValue(name).map { .enumValue($0, of: self) }
        case .inputObject: inputField(name).map { .inputField($0, of: self) }
        default: field(name).map { .field($0, of: self) }
        }
    }
}
