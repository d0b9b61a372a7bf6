extension Schema {
    /// What is wrong with a document of operations and fragments (specification section 5); empty if it may be run.
    ///
    /// - Parameters:
    ///   - rules: the rules to check, all of the specification's by default.
    ///   - maxErrors: after so many errors a last one says that there are more, and checking ends.
    /// - Returns: errors in the order of the document, each with the code `GRAPHQL_VALIDATION_FAILED`, the one that says
    ///   that there are more with `ERRORS_EXCEEDED`.
    public func validate(
        _ document: Document, rules: ValidationRules = .specified, maxErrors: Int = 100
    ) -> [GraphQLError] {
        let context = ValidationContext(schema: self, document: document, maxErrors: maxErrors)
        for node in document.nodes.indices where rules.hasChecks(for: document.nodes[node].kind) {
            rules.check(node, in: context)
            if context.hasTooManyErrors { break }
        }
        return context.errors()
    }
}
