extension ValidationRule {
    /// Values fit the types of their places (sections 5.6.1, 5.6.2 and 5.6.4).
    public static let valuesOfCorrectType = ValidationRule(
        "ValuesOfCorrectTypeRule", at: .argument, .variableDefinition
    ) { node, context in
        let isArgument = context.nodes[node].kind == .argument
        guard let value = isArgument ? context.document.value(of: node) : context.document.defaultValue(of: node) else {
            return
        }
        let end = Int(context.nodes[value].next)
        var next = value
        while next < end {
            next = context.checkValue(next) ? next + 1 : Int(context.nodes[next].next)
        }
    }
}

extension ValidationContext {
    /// Checks one node of a value; says whether its children are to be checked too.
    fileprivate func checkValue(_ node: NodeIndex) -> Bool {
        switch nodes[node].kind {
        case .listValue: return checkList(node)
        case .objectValue: return checkObject(node)
        case .objectField: return checkField(node)
        case .nullValue: checkNull(node)
        case .intValue, .floatValue, .stringValue, .booleanValue, .enumValue: checkLeaf(node, types.inputTypes[node])
        default: break
        }
        return false
    }

    private func checkNull(_ node: NodeIndex) {
        guard let type = types.inputTypes[node], type.isNonNull else { return }
        report("Expected value of type \"\(schema.print(type))\", found null.", at: node)
    }

    private func checkList(_ node: NodeIndex) -> Bool {
        let type = types.inputTypes[node]?.nullable
        if case .list = type { return true }
        checkLeaf(node, type)
        return false
    }

    private func checkObject(_ node: NodeIndex) -> Bool {
        guard let type = types.inputTypes[node] else { return false }
        let definition = schema[type.namedType]
        guard definition.kind == .inputObject else {
            checkLeaf(node, type)
            return false
        }
        for field in definition.inputFields where field.isRequired && !isGiven(field, in: node) {
            report(
                "Field \"\(definition.name).\(field.name)\" of required type \"\(schema.print(field.type))\" was not"
                    + " provided.", at: node)
        }
        if definition.isOneOf { checkOneOf(node, definition) }
        return true
    }

    private func isGiven(_ field: InputValueDefinition, in object: NodeIndex) -> Bool {
        var isGiven = false
        document.forEachChild(of: object, .objectField) { isGiven = isGiven || types.inputs[$0] === field }
        return isGiven
    }

    /// One field is given, and not null (section 3.10.1).
    private func checkOneOf(_ node: NodeIndex, _ definition: TypeDefinition) {
        var given: [NameID: NodeIndex] = [:]
        document.forEachChild(of: node, .objectField) { given[name(at: $0 + 1)] = $0 }
        guard let (name, field) = given.first, given.count == 1 else {
            return report("OneOf Input Object \"\(definition.name)\" must specify exactly one key.", at: node)
        }
        guard nodes[document.value(of: field)].kind == .nullValue else { return }
        report("Field \"\(definition.name).\(text(name))\" must be non-null.", at: node)
    }

    /// A field is defined by its input object (section 5.6.2).
    private func checkField(_ node: NodeIndex) -> Bool {
        guard !types.inputs.contains(node) else { return true }
        guard let definition = types.inputObjects[node].map({ schema[$0] }) else { return false }
        let name = nameText(of: node)
        let hint = Suggestions.didYouMean(Suggestions.list(for: name, among: definition.inputFields.lazy.map(\.name)))
        report("Field \"\(name)\" is not defined by type \"\(definition.name)\".\(hint)", at: node)
        return true
    }

    /// A scalar or enum is written as its type wants; one value may stand for a list of one.
    private func checkLeaf(_ node: NodeIndex, _ type: TypeReference?) {
        guard let type else { return }
        let definition = schema[type.namedType]
        let value = Syntax(document: document, index: node)
        guard definition.isLeaf else {
            return report("Expected value of type \"\(schema.print(type))\", found \(value.inspected).", at: node)
        }
        guard !isPlainFit(nodes[node].kind, definition) else { return }
        do throws(GraphQLError) {
            _ = try schema.coerce(literal: value, asLeaf: definition)
        } catch {
            report(error.message, at: node)
        }
    }

    /// Whether the kind alone tells that a value fits: most do.
    private func isPlainFit(_ kind: SyntaxKind, _ definition: TypeDefinition) -> Bool {
        switch (definition.builtInScalar, kind) {
        case (.string, .stringValue), (.id, .stringValue), (.id, .intValue), (.boolean, .booleanValue): true
        default: false
        }
    }
}
