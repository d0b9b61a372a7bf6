/// One rule that type system definitions have to keep before a schema can be made of them (specification section 3).
struct SDLRule: Sendable {
    /// As graphql-js calls it, for example `UniqueTypeNamesRule`.
    let name: String
    let check: @Sendable (SDLContext) -> Void

    init(_ name: String, check: @escaping @Sendable (SDLContext) -> Void) {
        self.name = name
        self.check = check
    }

    static let all: [SDLRule] = [
        .loneSchemaDefinition,
        .uniqueOperationTypes,
        .uniqueTypeNames,
        .uniqueEnumValueNames,
        .uniqueFieldDefinitionNames,
        .uniqueArgumentDefinitionNames,
        .uniqueDirectiveNames,
        .knownTypeNames,
        .knownDirectives,
        .uniqueDirectivesPerLocation,
        .possibleTypeExtensions,
        .knownArgumentNamesOnDirectives,
        .uniqueArgumentNames,
        .uniqueInputFieldNames,
        .providedRequiredArgumentsOnDirectives,
    ]
}
