extension Schema {
    /// What is wrong with type system definitions and extensions before a schema is made of them.
    ///
    /// - Parameters:
    ///   - schema: the schema they extend; nil if they are to make a new one.
    ///   - rules: names of the rules to check, as graphql-js calls them; all if nil. Unknown names check nothing.
    /// - Returns: the errors in order of the text.
    public static func validateSDL(
        _ document: Document, extending schema: Schema? = nil, rules: [String]? = nil
    ) -> [GraphQLError] {
        let context = SDLContext(document: document, extending: schema)
        for rule in SDLRule.all where rules?.contains(rule.name) ?? true { rule.check(context) }
        return context.errors()
    }
}
