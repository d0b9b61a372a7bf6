extension SDLRule {
    /// No two values of an enum have the same name (section 3.9).
    static let uniqueEnumValueNames = SDLRule("UniqueEnumValueNamesRule") { context in
        context.reportDuplicates(
            "Enum value", [.enumTypeDefinition, .enumTypeExtension], members: [.enumValueDefinition]
        ) { type, name in type.enumValue(name) != nil }
    }
}
