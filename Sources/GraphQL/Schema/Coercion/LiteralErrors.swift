/// One thing wrong with a constant literal.
struct LiteralError {
    /// Where in the value.
    let path: [PathSegment]
    let node: Syntax
    let message: String
}

extension Schema {
    /// Why a constant literal does not fit a type; empty if it does.
    func literalErrors(_ literal: Syntax, as type: TypeReference, path: [PathSegment] = []) -> [LiteralError] {
        switch type {
        case .nonNull(let inner) where literal.kind == .nullValue:
            let message = "Expected value of non-null type \"\(print(inner))!\" not to be null."
            return [LiteralError(path: path, node: literal, message: message)]
        case .nonNull(let inner): return literalErrors(literal, as: inner, path: path)
        case _ where literal.kind == .nullValue: return []
        case .list(let item) where literal.kind == .listValue:
            return literal.children.enumerated().flatMap { index, child in
                literalErrors(child, as: item, path: path + [.index(index)])
            }
        case .list(let item): return literalErrors(literal, as: item, path: path)
        case .named(let id) where self[id].kind == .inputObject:
            return literalErrors(literal, asObject: self[id], path: path)
        case .named(let id):
            do throws(GraphQLError) {
                _ = try coerce(literal: literal, asLeaf: self[id])
                return []
            } catch {
                return [LiteralError(path: path, node: literal, message: error.message)]
            }
        }
    }

    private func literalErrors(
        _ literal: Syntax, asObject definition: TypeDefinition, path: [PathSegment]
    ) -> [LiteralError] {
        let expected = "Expected value of type \"\(definition.name)\""
        func error(_ message: String) -> LiteralError { LiteralError(path: path, node: literal, message: message) }
        guard literal.kind == .objectValue else {
            return [error("\(expected) to be an object, found: \(literal.printed).")]
        }
        var errors: [LiteralError] = []
        let names = Set(literal.children.map(\.nameText))
        for field in definition.inputFields where field.isRequired && !names.contains(field.name) {
            errors.append(error("\(expected) to include required field \"\(field.name)\", found: \(literal.printed)."))
        }
        for given in literal.children {
            if let field = definition.inputField(given.nameText), let value = given.value {
                errors += literalErrors(value, as: field.type, path: path + [.key(field.name)])
            } else {
                let close = Suggestions.list(for: given.nameText, among: definition.inputFields.map(\.name))
                let hint = close.isEmpty ? ", found" : ".\(Suggestions.didYouMean(close)) Found"
                errors.append(
                    error("\(expected) not to include unknown field \"\(given.nameText)\"\(hint): \(literal.printed)."))
            }
        }
        if definition.isOneOf {
            if names.count != 1 {
                errors.append(error("Exactly one key must be specified for OneOf type \"\(definition.name)\"."))
            } else if let only = literal.firstChild(.objectField), only.value?.kind == .nullValue {
                let message = "Field \"\(only.nameText)\" for OneOf type \"\(definition.name)\" must be non-null."
                errors.append(error(message))
            }
        }
        return errors
    }
}
