import GraphQL

/// A small catalogue that the documents of the validation tests ask.
enum CatalogueSchema {
    static let schema = build(sdl)
    /// The same with the directives of incremental delivery.
    static let incremental = build(sdl + incrementalDirectives)

    static func build(_ sdl: String) -> Schema {
        do { return try Schema(sdl: sdl) } catch { fatalError("The test schema is broken: \(error)") }
    }

    private static let sdl = """
        interface Node { id: ID! }
        interface Title implements Node {
          id: ID!
          title: String!
          year: Int
          related(first: Int = 10, kind: Kind): [Title!]!
        }
        type Movie implements Node & Title {
          id: ID!
          title: String!
          year: Int
          related(first: Int = 10, kind: Kind): [Title!]!
          runtime(unit: Unit! = MINUTES): Int
          director: Person
          sequels: [Movie!]
          lead: String
        }
        type Show implements Node & Title {
          id: ID!
          title: String!
          year: Int
          related(first: Int = 10, kind: Kind): [Title!]!
          runtime: String
          creator: Person
          seasons: [Season!]!
          lead: Person
        }
        type Season { number: Int! show: Show! }
        type Person implements Node {
          id: ID!
          name: String!
          age: Int @deprecated(reason: "Use born.")
          born(format: String @deprecated(reason: "Always ISO.")): Date
        }
        union Subject = Movie | Person
        enum Kind { MOVIE SHOW MINI_SERIES @deprecated(reason: "Use SHOW.") }
        enum Unit { MINUTES HOURS }
        scalar Date
        input TitleFilter {
          text: String!
          kind: Kind
          genres: [ID!]
          years: [Int]
          and: TitleFilter
          fuzzy: Boolean! = false
          lang: String @deprecated(reason: "Use the header.")
        }
        input TitleBy @oneOf { id: ID slug: String }
        type Query {
          movie(id: ID!): Movie
          show(id: ID!): Show
          person(id: ID!): Person
          node(id: ID!): Node
          title(by: TitleBy): Title
          titles(filter: TitleFilter, first: Int, after: Date): [Title!]!
          byScore(score: Float, exact: Boolean): [Title!]!
          search(text: String!): [Subject!]!
        }
        type Mutation { rate(title: ID!, stars: Float!): Title tags: [String!]! }
        type Subscription { titleUpdated(id: ID): Title ticks: [Int!]! }
        directive @onQuery on QUERY
        directive @note(text: String!) repeatable on FIELD | FRAGMENT_DEFINITION | VARIABLE_DEFINITION

        """

    private static let incrementalDirectives = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        """
}

/// What one rule finds in a document: each message with its places as `(line:column)` behind it.
func complaints(
    _ rule: ValidationRule, _ document: String, schema: Schema = CatalogueSchema.schema
) throws -> [String] {
    try complaints(ValidationRules([rule]), document, schema: schema)
}

func complaints(
    _ rules: ValidationRules, _ document: String, schema: Schema = CatalogueSchema.schema, maxErrors: Int = 100
) throws -> [String] {
    schema.validate(try parse(Source(document)), rules: rules, maxErrors: maxErrors).map { error in
        error.message + error.locations.map { " (\($0.line):\($0.column))" }.joined()
    }
}
