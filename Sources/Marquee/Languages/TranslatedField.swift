import GraphQL

extension ObjectBinder where Parent == Title, Context == RequestContext {
    /// Lets a text that is bound already be asked for in another language than the rest of the answer: such texts take a
    /// statement of their own, for all titles of the level.
    mutating func translated(_ column: TitleColumn) {
        bind("\(column)", whenGiven: "language") { binder in
            binder.loadValues("\(column)", needs: AttributeSet(TitleColumn.id)) { titles, call in
                let languages = try call.context.languages(asked: call.arguments)
                let found = try await call.context.one(
                    TitleStatements.byID, titles.map { $0.int(.id) }, needs: column.bit, in: languages)
                return Resolved(found.map { $0?.optionalText(column) })
            }
        }
    }
}

extension RequestContext {
    /// The language of the argument `language`, if it is not null, before those of the request.
    func languages(asked arguments: FieldArguments) throws(FieldError) -> LanguagePreference {
        guard let value = arguments["language"] else { return languages }
        guard let text = value.string, let tag = LanguageTag(text) else {
            throw FieldError(
                badArgument: "language",
                "\(LanguageTag.expectation), got \(value.shown)")
        }
        return LanguagePreference(tag, then: languages)
    }
}

extension InputValue {
    /// As an error message quotes it.
    fileprivate var shown: String { string.map { "\"\($0.prefix(80))\"" } ?? "no string" }
}
