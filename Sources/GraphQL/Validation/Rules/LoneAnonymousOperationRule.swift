extension ValidationRule {
    /// An operation without a name is the only one of its document (section 5.2.3.1).
    public static let loneAnonymousOperation = ValidationRule("LoneAnonymousOperationRule", at: .document) {
        _, context in
        let operations = context.definitions.filter { $0.kind == .operationDefinition }
        guard operations.count > 1 else { return }
        for operation in operations where operation.name == nil {
            context.report("This anonymous operation must be the only defined operation.", at: operation.node)
        }
    }
}
