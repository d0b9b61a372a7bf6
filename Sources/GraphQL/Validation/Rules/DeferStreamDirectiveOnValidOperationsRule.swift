extension ValidationRule {
    /// Subscriptions use neither `@defer` nor `@stream`, unless `if` may turn it off.
    public static let deferStreamDirectiveOnValidOperations = ValidationRule(
        "DeferStreamDirectiveOnValidOperationsRule", at: .document
    ) { _, context in
        guard context.hasIncrementalDelivery else { return }
        let subscriptions = context.definitions.filter {
            $0.kind == .operationDefinition && context.nodes[$0.node].flags.operation == .subscription
        }
        let fragments = context.fragments(reachedFrom: subscriptions).map { context.definitions[$0] }
        for definition in subscriptions + fragments {
            for node in definition.node..<Int(context.nodes[definition.node].next) where context.isDeferOrStream(node) {
                context.checkDisabled(node)
            }
        }
    }
}

extension ValidationContext {
    fileprivate func checkDisabled(_ directive: NodeIndex) {
        guard !mayBeDisabled(directive) else { return }
        let name = nameText(of: directive)
        let subject = name == "defer" ? "Defer" : "Stream"
        report(
            "\(subject) directive not supported on subscription operations."
                + " Disable `@\(name)` by setting the `if` argument to `false`.", at: directive)
    }

    private func mayBeDisabled(_ directive: NodeIndex) -> Bool {
        guard let condition = argument("if", of: directive) else { return false }
        switch nodes[condition].kind {
        case .booleanValue: return Syntax(document: document, index: condition).text == "false"
        case .variable: return true
        default: return false
        }
    }
}
