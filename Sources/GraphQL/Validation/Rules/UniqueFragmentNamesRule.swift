extension ValidationRule {
    /// No two fragments have the same name (section 5.5.1.1).
    public static let uniqueFragmentNames = ValidationRule("UniqueFragmentNamesRule", at: .document) { _, context in
        context.reportDuplicates(of: .fragmentDefinition) { "There can be only one fragment named \"\($0)\"." }
    }
}
