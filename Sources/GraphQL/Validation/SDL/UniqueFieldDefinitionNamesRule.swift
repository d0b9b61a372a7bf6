extension SDLRule {
    /// No two fields of an object, interface or input object have the same name (sections 3.6, 3.7 and 3.10).
    static let uniqueFieldDefinitionNames = SDLRule("UniqueFieldDefinitionNamesRule") { context in
        let kinds: [SyntaxKind] = [
            .objectTypeDefinition, .objectTypeExtension, .interfaceTypeDefinition, .interfaceTypeExtension,
            .inputObjectTypeDefinition, .inputObjectTypeExtension,
        ]
        context.reportDuplicates("Field", kinds, members: [.fieldDefinition, .inputValueDefinition]) { type, name in
            type.field(name) != nil || type.inputField(name) != nil
        }
    }
}
