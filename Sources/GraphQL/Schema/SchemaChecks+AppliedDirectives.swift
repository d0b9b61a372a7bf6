/// Directives on definitions (specification section 5.6.1 as far as it concerns them).
extension SchemaChecks {
    /// The arguments of directives on definitions fit their types: what did not fit would be missing without a word.
    mutating func checkAppliedDirectives() {
        let definitions = schema.syntax + schema.types.flatMap(\.syntax) + schema.directives.compactMap(\.syntax)
        for definition in definitions {
            for use in definition.descendants(.directive) { checkArguments(of: use) }
        }
    }

    private mutating func checkArguments(of use: Syntax) {
        guard let directive = schema.directive(use.nameText) else { return }
        for given in use.arguments {
            guard let argument = directive.argument(given.nameText), let literal = given.value,
                schema[argument.type.namedType].isInput
            else { continue }
            for error in schema.literalErrors(literal, as: argument.type) {
                let place = error.path.isEmpty ? "" : " at \(error.path.printed)"
                let coordinate = "@\(directive.name)(\(argument.name):)"
                report("Argument \"\(coordinate)\" has invalid value\(place): \(error.message)", at: [error.node])
            }
        }
    }
}

extension Syntax {
    /// All nodes of a kind below the node.
    func descendants(_ kind: SyntaxKind) -> some Sequence<Syntax> {
        let document = document
        return (index..<Int(record.next)).lazy.filter { document.nodes[$0].kind == kind }
            .map { Syntax(document: document, index: $0) }
    }
}
