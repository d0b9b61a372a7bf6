extension ValidationRule {
    /// A variable's type fits wherever the variable is used (section 5.8.5).
    public static let variablesInAllowedPosition = ValidationRule(
        "VariablesInAllowedPositionRule", at: .operationDefinition
    ) { node, context in
        let scope = context.scope(ofOperation: node)
        guard !scope.variables.isEmpty else { return }
        let variables = scope.variables.compactMap { definition in
            context.typedVariable(definition).map { (context.variableName(of: definition), $0) }
        }
        let byName = Dictionary(variables, uniquingKeysWith: { _, last in last })
        scope.forEachUsage(in: context) { usage in
            byName[usage.name].map { !context.fits($0, usage) || context.mayBeNullInOneOf($0, usage) } ?? false
        } _: { usage in
            if let variable = byName[usage.name] { context.report(variable, misfitting: usage) }
        }
    }
}

/// A variable whose type the schema knows.
private struct TypedVariable {
    let definition: NodeIndex
    let type: TypeReference
    /// It has a default, and that is not null.
    let hasDefault: Bool
}

extension ValidationContext {
    fileprivate func typedVariable(_ definition: NodeIndex) -> TypedVariable? {
        guard let type = document.typeReference(of: definition).flatMap(resolve) else { return nil }
        let hasDefault = document.defaultValue(of: definition).map { nodes[$0].kind != .nullValue } ?? false
        return TypedVariable(definition: definition, type: type, hasDefault: hasDefault)
    }

    /// IsVariableUsageAllowed: a nullable variable may stand in a non-null place if either has a default that is used
    /// when no value is given.
    fileprivate func fits(_ variable: TypedVariable, _ usage: VariableUsage) -> Bool {
        guard let position = types.inputTypes[usage.node] else { return true }
        guard position.isNonNull, !variable.type.isNonNull else { return variable.type.isAssignable(to: position) }
        return (variable.hasDefault || usage.hasLocationDefault) && variable.type.isAssignable(to: position.nullable)
    }

    /// The field of an input object with `@oneOf` must not be null (section 5.8.5).
    fileprivate func mayBeNullInOneOf(_ variable: TypedVariable, _ usage: VariableUsage) -> Bool {
        usage.oneOfObject != nil && types.inputTypes[usage.node] != nil && !variable.type.isNonNull
    }

    fileprivate func report(_ variable: TypedVariable, misfitting usage: VariableUsage) {
        let name = text(usage.name)
        let type = schema.print(variable.type)
        if !fits(variable, usage), let position = types.inputTypes[usage.node] {
            report(
                "Variable \"$\(name)\" of type \"\(type)\" used in position expecting type \"\(schema.print(position))\".",
                at: variable.definition, usage.node)
        }
        if mayBeNullInOneOf(variable, usage), let object = usage.oneOfObject {
            report(
                "Variable \"$\(name)\" is of type \"\(type)\" but must be non-nullable to be used for OneOf Input Object"
                    + " \"\(schema[object].name)\".", at: variable.definition, usage.node)
        }
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
