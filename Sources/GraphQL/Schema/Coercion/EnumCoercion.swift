extension TypeDefinition {
    /// The enum value a literal names. Throws with proposals if there is none.
    func enumValue(literal: Syntax) throws(GraphQLError) -> InputValue {
        guard literal.kind == .enumValue else {
            let text = literal.inspected
            throw GraphQLError("Enum \"\(name)\" cannot represent non-enum value: \(text)." + proposals(for: text))
        }
        return try enumValue(named: literal.text)
    }

    /// The enum value a variable's text names. Throws with proposals if there is none.
    func enumValue(_ value: JSONValue) throws(GraphQLError) -> InputValue {
        guard case .string(let text) = value else {
            let text = value.inspected
            throw GraphQLError("Enum \"\(name)\" cannot represent non-string value: \(text)." + proposals(for: text))
        }
        return try enumValue(named: text)
    }

    private func enumValue(named text: String) throws(GraphQLError) -> InputValue {
        guard enumValue(text) != nil else {
            throw GraphQLError("Value \"\(text)\" does not exist in \"\(name)\" enum." + proposals(for: text))
        }
        return .enumeration(text)
    }

    private func proposals(for text: String) -> String {
        Suggestions.didYouMean(Suggestions.list(for: text, among: enumValues.map(\.name)), "the enum value")
    }
}
