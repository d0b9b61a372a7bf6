extension ValidationRule {
    /// Nothing deprecated is used: for clients that check their documents ahead of time.
    public static let noDeprecatedCustom = ValidationRule(
        "NoDeprecatedCustomRule", at: .field, .argument, .objectField, .enumValue
    ) { node, context in
        switch context.nodes[node].kind {
        case .field: context.checkDeprecatedField(node)
        case .objectField: context.checkDeprecatedInputField(node)
        case .enumValue: context.checkDeprecatedEnumValue(node)
        default: context.checkDeprecatedArgument(node)
        }
    }
}

extension ValidationContext {
    fileprivate func checkDeprecatedField(_ node: NodeIndex) {
        guard let field = types.fields[node], let reason = field.deprecationReason,
            let parent = types.parentTypes[node]
        else { return }
        report("The field \(schema[parent].name).\(field.name) is deprecated. \(reason)", at: node)
    }

    fileprivate func checkDeprecatedArgument(_ node: NodeIndex) {
        guard let argument = types.inputs[node], let reason = argument.deprecationReason,
            let owner = argumentOwner(of: node)
        else { return }
        report("\(owner) argument \"\(argument.name)\" is deprecated. \(reason)", at: node)
    }

    /// How messages name the field or directive an argument is given to: the last one that begins before it.
    private func argumentOwner(of argument: NodeIndex) -> String? {
        var node = argument
        while node > 0 {
            node -= 1
            guard Int(nodes[node].next) > argument else { continue }
            if nodes[node].kind == .directive { return "Directive \"@\(nameText(of: node))\"" }
            guard nodes[node].kind == .field, let parent = types.parentTypes[node] else { return nil }
            return "Field \"\(schema[parent].name).\(fieldNameText(node))\""
        }
        return nil
    }

    fileprivate func checkDeprecatedInputField(_ node: NodeIndex) {
        guard let field = types.inputs[node], let reason = field.deprecationReason,
            let object = types.inputObjects[node]
        else { return }
        report("The input field \(schema[object].name).\(field.name) is deprecated. \(reason)", at: node)
    }

    fileprivate func checkDeprecatedEnumValue(_ node: NodeIndex) {
        guard let type = types.inputTypes[node].map({ schema[$0.namedType] }),
            let value = type.enumValue(Syntax(document: document, index: node).text),
            let reason = value.deprecationReason
        else { return }
        report("The enum value \"\(type.name).\(value.name)\" is deprecated. \(reason)", at: node)
    }
}
