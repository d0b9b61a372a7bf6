import GraphQL

/// Validation of executable documents.
extension Operations {
    /// What is wrong with a document under a schema, by the rules named or by those graphql-js checks unasked: the
    /// specification's and one it recommends.
    static func validate(_ request: JSONValue) -> [JSONMember] {
        let names = request["rules"]?.array?.compactMap(\.string)
        guard let rules = names.map(ValidationRules.init(named:)) ?? unasked else { return unsupported }
        do {
            let schema = try schema(request["schema"], checksSDL: false)
            let document = try GraphQL.parse(Source(request["document"]?.string ?? ""))
            let maxErrors = request["maxErrors"]?.int64.map(Int.init) ?? 100
            let errors = schema.validate(document, rules: rules, maxErrors: maxErrors)
            return [JSONMember("errors", .array(errors.map(\.asJSON)))]
        } catch {
            return [JSONMember("failed", .string("\(error)"))]
        }
    }

    private static let unasked = ValidationRules(ValidationRules.specified.rules + [.maxIntrospectionDepth])
}
