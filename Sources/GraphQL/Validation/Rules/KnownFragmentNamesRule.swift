extension ValidationRule {
    /// Every fragment that is spread is defined (section 5.5.2.1).
    public static let knownFragmentNames = ValidationRule("KnownFragmentNamesRule", at: .fragmentSpread) {
        node, context in
        guard context.fragment(context.name(at: node + 1)) == nil else { return }
        context.report("Unknown fragment \"\(context.nameText(of: node))\".", at: node + 1)
    }
}
