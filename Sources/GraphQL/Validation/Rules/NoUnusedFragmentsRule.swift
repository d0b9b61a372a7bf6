extension ValidationRule {
    /// Every fragment is used by some operation, directly or through others (section 5.5.1.4).
    public static let noUnusedFragments = ValidationRule("NoUnusedFragmentsRule", at: .document) { _, context in
        let fragments = context.definitions.filter { $0.kind == .fragmentDefinition }
        guard !fragments.isEmpty else { return }
        let operations = context.definitions.filter { $0.kind == .operationDefinition }
        let used = Set(context.fragments(reachedFrom: operations).map { context.definitions[$0].name })
        for fragment in fragments where !used.contains(fragment.name) {
            guard let name = fragment.name else { continue }
            context.report("Fragment \"\(context.text(name))\" is never used.", at: fragment.node)
        }
    }
}
