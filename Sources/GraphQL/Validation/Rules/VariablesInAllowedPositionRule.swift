extension ValidationRule {
    /// A variable's type fits wherever the variable is used (section 5.8.5).
    public static let variablesInAllowedPosition = ValidationRule(
        "VariablesInAllowedPositionRule", at: .operationDefinition
    ) { node, context in
        let scope = context.scope(ofOperation: node)
        guard !scope.variables.isEmpty else { return }
        scope.forEachUsage(in: context) { usage in
            guard let variable = scope.variable(usage.name) else { return }
            context.check(usage, of: variable)
        }
    }
}

extension ValidationContext {
    fileprivate func check(_ usage: VariableUsage, of variable: NodeIndex) {
        guard let position = types.inputTypes[usage.node], let reference = document.typeReference(of: variable),
            let type = resolve(reference)
        else { return }
        if !isAllowed(type, of: variable, in: position, hasDefault: usage.hasLocationDefault) {
            report(
                "Variable \"$\(text(usage.name))\" of type \"\(schema.print(type))\" used in position expecting type"
                    + " \"\(schema.print(position))\".", at: variable, usage.node)
        }
        if let object = usage.oneOfObject, !type.isNonNull {
            report(
                "Variable \"$\(text(usage.name))\" is of type \"\(schema.print(type))\" but must be non-nullable to be"
                    + " used for OneOf Input Object \"\(schema[object].name)\".", at: variable, usage.node)
        }
    }

    /// IsVariableUsageAllowed: a nullable variable may stand in a non-null place if either has a default that is used
    /// when no value is given.
    private func isAllowed(
        _ type: TypeReference, of variable: NodeIndex, in position: TypeReference, hasDefault: Bool
    ) -> Bool {
        guard position.isNonNull, !type.isNonNull else { return type.isAssignable(to: position) }
        let ownDefault = document.defaultValue(of: variable).map { nodes[$0].kind != .nullValue } ?? false
        return (ownDefault || hasDefault) && type.isAssignable(to: position.nullable)
    }
}

extension TypeReference {
    /// AreTypesCompatible: whether every value of this input type is one of another.
    fileprivate func isAssignable(to other: TypeReference) -> Bool {
        switch (self, other) {
        case (.nonNull(let left), .nonNull(let right)): left.isAssignable(to: right)
        case (_, .nonNull): false
        case (.nonNull(let left), _): left.isAssignable(to: other)
        case (.list(let left), .list(let right)): left.isAssignable(to: right)
        case (.named(let left), .named(let right)): left == right
        default: false
        }
    }
}
