extension Schema {
    /// The schema a text in the schema definition language describes.
    ///
    /// - Parameter scalars: how custom scalars read input, by type name.
    /// - Throws: the syntax error, or everything wrong with the definitions.
    public convenience init(sdl: String, scalars: [String: ScalarCoercion] = [:]) throws(SchemaErrors) {
        self.init(copying: try Schema.checked(sdl, extending: nil, scalars: scalars))
    }

    /// This schema with the definitions and extensions of another text. Types keep their `TypeID`.
    public func extended(by sdl: String, scalars: [String: ScalarCoercion] = [:]) throws(SchemaErrors) -> Schema {
        try Schema.checked(sdl, extending: self, scalars: scalars)
    }

    private static func checked(
        _ sdl: String, extending base: Schema?, scalars: [String: ScalarCoercion]
    ) throws(SchemaErrors) -> Schema {
        let document = try SchemaErrors.catching { () throws(GraphQLError) in
            try parse(Source(sdl, name: "GraphQL schema"))
        }
        try SchemaErrors.throwAny(validateSDL(document, extending: base))
        let schema = try SchemaErrors.catching { () throws(GraphQLError) in
            try build(document, extending: base, scalars: scalars)
        }
        try SchemaErrors.throwAny(schema.check())
        return schema
    }

    /// The schema of a document whose definitions keep the SDL rules. Throws if a type nothing defines is referred to.
    ///
    /// The result may still fail `check`.
    public static func build(
        _ document: Document, extending base: Schema? = nil, scalars: [String: ScalarCoercion] = [:]
    ) throws(GraphQLError) -> Schema {
        let all = (base?.scalars ?? [:]).merging(scalars) { _, new in new }
        return try SchemaBuilder(extending: base, with: document, scalars: all).build()
    }

    private convenience init(copying other: Schema) {
        self.init(
            description: other.description, types: other.types, directives: other.directives,
            queryType: other.queryType, mutationType: other.mutationType, subscriptionType: other.subscriptionType,
            schemaDirectives: other.schemaDirectives, syntax: other.syntax, scalars: other.scalars
        )
    }
}
