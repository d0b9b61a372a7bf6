extension ValidationRule {
    /// Labels of `@defer` and `@stream` are written out and differ from each other.
    public static let deferStreamDirectiveLabel = ValidationRule("DeferStreamDirectiveLabelRule", at: .document) {
        _, context in
        guard context.hasIncrementalDelivery else { return }
        var known: [String: NodeIndex] = [:]
        for directive in context.nodes.indices where context.isDeferOrStream(directive) {
            guard let label = context.argument("label", of: directive) else { continue }
            guard context.nodes[label].kind == .stringValue else {
                context.report(
                    "Directive \"\(context.nameText(of: directive))\"'s label argument must be a static string.",
                    at: directive)
                continue
            }
            let text = Syntax(document: context.document, index: label).stringValue
            if let first = known[text] {
                context.report("Defer/Stream directive label argument must be unique.", at: first, directive)
            } else {
                known[text] = directive
            }
        }
    }
}

extension ValidationContext {
    /// Whether a node is a `@defer` or `@stream` that the schema declares.
    func isDeferOrStream(_ node: NodeIndex) -> Bool {
        guard nodes[node].kind == .directive else { return false }
        let name = nameText(of: node)
        return (name == "defer" || name == "stream") && schema.directive(name) != nil
    }
}
